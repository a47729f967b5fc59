-- Applied as daybook_worker, who owns the job queue: lets a verb add a job in its own transaction
-- without any right on the queue's tables.
create schema if not exists jobs;
create or replace function jobs.enqueue(task text, payload json, key text) returns void
language sql security definer set search_path = pg_catalog, graphile_worker as $$
  select graphile_worker.add_job(task, payload, job_key := key)
$$;
-- The same job many times at once: a round tells thousands in one statement.
create or replace function jobs.enqueue_all(task text, payloads json[]) returns void
language sql security definer set search_path = pg_catalog, graphile_worker as $$
  select graphile_worker.add_jobs(array_agg(
    row(task, p, null, null, null, null, null, null)::graphile_worker.job_spec))
  from unnest(payloads) p having count(*) > 0
$$;
revoke all on schema jobs from public;
revoke all on function jobs.enqueue(text, json, text) from public;
grant usage on schema jobs to daybook_app;
grant execute on function jobs.enqueue(text, json, text) to daybook_app;
-- For triggers, which act as the owner.
grant usage on schema jobs to daybook_owner;
grant execute on function jobs.enqueue(text, json, text) to daybook_owner;
revoke all on function jobs.enqueue_all(text, json[]) from public;
grant execute on function jobs.enqueue_all(text, json[]) to daybook_app;
