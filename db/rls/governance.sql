call sec.protect('snapshots');
grant select, insert on snapshots to daybook_app;
create policy readers on snapshots for select to daybook_app using (
  school_id = (select sec.school()) and (select sec.has_role('governor', 'chair', 'vice-chair',
    'headteacher', 'dsl', 'trust-lead', 'trust-chair', 'dpo')));
create policy freezes on snapshots for insert to daybook_app with check (
  school_id = (select sec.school()) and frozen_by = (select sec.person())
  and (select sec.has_role('dsl', 'headteacher', 'chair', 'vice-chair')));

-- One row a matter, without its id, for the person who freezes a snapshot. A matter that walls
-- anybody who can read snapshots is left out, so that its count cannot tell them it exists.
create or replace function sec.governance_facts(from_day date, to_day date)
returns table (type text, severity smallint, outcome text, triage text)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  if not sec.has_role('dsl', 'headteacher', 'chair', 'vice-chair') then raise exception 'not-found'; end if;
  return query
    select t.type, coalesce(max(c.severity), t.severity),
      coalesce(max(c.outcome), case
        when t.state in ('no-action', 'signposted') then 'no-further-action' else 'open' end),
      case when t.triaged_at is null then 'waiting'
        when t.triaged_at <= t.due_at then 'in-time' else 'late' end
    from triages t
    left join case_reports cr on cr.school_id = t.school_id and cr.report_id = t.report_id
    left join cases c on c.school_id = cr.school_id and c.id = cr.case_id
    where t.school_id = sec.school()
      and t.received_at >= from_day::timestamp at time zone 'Europe/London'
      and t.received_at < (to_day + 1)::timestamp at time zone 'Europe/London'
      and not exists (
        select 1 from walls w
        join role_assignments ra on ra.school_id = w.school_id and ra.person_id = w.person_id
        where w.school_id = t.school_id and (w.matter_id = t.report_id or w.matter_id = c.id)
          and ra.role in ('governor', 'chair', 'vice-chair', 'headteacher', 'dsl', 'trust-lead', 'trust-chair',
            'dpo')
          and ra.starts_at <= clock_timestamp()
          and (ra.ends_at is null or ra.ends_at > clock_timestamp()))
    group by t.school_id, t.report_id, t.type, t.severity, t.state, t.triaged_at, t.due_at;
end $$;
revoke all on function sec.governance_facts(date, date) from public;
grant execute on function sec.governance_facts(date, date) to daybook_app;
