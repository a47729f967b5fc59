import type postgres from "postgres";

/**
 * Rows as the product writes them, in bulk: six years of reports, skewed to few people and few
 * kinds, a twelfth of them waiting, one case in seven live, with everything that hangs on them.
 * Names run from short to very long. Bytes of evidence are not made.
 */
const given = `'{Poppy,Noah,Amira,Leo,Isla,Kai,Maya,Theo,Ruby,Omar,Freya,Jay,Oluwaseun,Anastasia-Konstantina,
  Siân,Zofia,Muhammad,Alexandra,Bartholomew,Chidinma,Eilidh,Maximilian,Seraphina,Ffion,Jo,Al}'::text[]`;
const family = `'{Ives,Grant,Yusuf,Fenn,Boyd,Morgan,Stone,Wright,Dale,Aziz,Lind,Sutton,Papadopoulos-Worthington,
  Adebayo-Featherstonehaugh,O''Shaughnessy,Nguyen,Kowalska,Ap Rhys-Cadwaladr,"van der Westhuizen",Li,Chaudhry,
  Montgomery-Blackwood,Singh,Hernandez-Villanueva,Oyelaran,MacGillivray,Ng,Thistlethwaite}'::text[]`;
const pick = (list: string) => `(${list})[1 + floor(random() * array_length(${list}, 1))]`;
const name = `${pick(given)} || ' ' || ${pick(family)}`;
/** Few people come up often and most hardly ever. `i` ties it to the row, or one would be all. */
const someone = (table: string) =>
  `(select ids[1 + floor(random() * random() * array_length(ids, 1))] from ${table} where i > 0)`;

const people = (school: string) => `
  insert into people (school_id, id, kind, engagement, name, job_title, year_group, created_at)
    select ${school}, gen_random_uuid(), k.kind, case k.kind when 'staff' then 'employee' end,
      ${name}, case k.kind when 'staff' then 'Teacher' end,
      case k.kind when 'pupil' then 'Year ' || 7 + i % 7 end, now() - interval '6 years'
    from (values ('staff', 180), ('pupil', 1500), ('parent', 1900)) k(kind, n),
      generate_series(1, k.n) i`;

/** One row a report, with what its other rows take from it. */
const drafted = (from: number, to: number, waiting: number) => `
  create temp table made on commit drop as
  select i, gen_random_uuid() as report_id, gen_random_uuid() as case_id,
    'OS-' || to_char(at, 'YY') || '-' || upper(substr(md5(random()::text), 1, 8)) as reference,
    'OS-' || to_char(at, 'YY') || '-C' || upper(substr(md5(random()::text), 1, 8)) as case_reference,
    at, i <= ${waiting} as waits, track, affected, case when random() < 0.6 then named end as named,
    reporter, handler, (array['CYB','CYB','CYB','TRO','TRO','APB','HAR','IMP','DEF','HRM','PUP','PUP','DBR',
      'UNS'])[1 + floor(random() * 14)] as type,
    (array[1, 1, 1, 2, 2, 2, 2, 3, 3, 4])[1 + floor(random() * 10)] as severity,
    floor(random() * random() * 5)::int as files, random() < 0.15 as live, random() as dice
  from (select i, case when i <= ${waiting} then now() - random() * interval '9 days'
        else now() - random() * interval '6 years' end as at,
      (array['T2','T2','T2','T2','T2','T2','T1','T1','T1','T3','T5'])[1 + floor(random() * 11)] as track,
      ${someone("pupils")} as affected, ${someone("pupils")} as named,
      ${someone("staff")} as reporter, ${someone("handlers")} as handler
    from generate_series(${from}, ${to}) i) x`;

const reportRows = (school: string) => [
  `insert into reports (school_id, id, reference, reporter_id, sent_at, type, track, route_row,
      restricted, text_only, danger, affected, about, happened_on, happened_unknown, platform,
      account, content_hash)
    select ${school}, report_id, reference, reporter, at, type, track, 5, false, false, false,
      'pupil', '{}', at::date, false, 'Chat app', repeat('They wrote about her again today. ',
      2 + (dice * 20)::int), md5(reference) from made`,
  `insert into report_progress (school_id, report_id, state, changed_at)
    select ${school}, report_id, case when waits then 'sent' else 'in-hand' end, at from made`,
  `insert into triages (school_id, report_id, reference, type, track, restricted, state, severity,
      owner_id, received_at, due_at, snoozed_until, case_id, triaged_at, triaged_by, evidence_count)
    select ${school}, report_id, reference, type, track, false, case when not waits then 'opened'
        when dice < 0.6 then 'new' when dice < 0.8 then 'asked' else 'snoozed' end,
      severity, handler, at, at + interval '30 hours', case when waits and dice >= 0.8
        then now() + interval '3 days' end, case when not waits then case_id end,
      case when not waits then at + dice * interval '40 hours' end,
      case when not waits then handler end, files from made`,
  `insert into involvements (school_id, id, report_id, person_id, part, added_at, added_by)
    select ${school}, gen_random_uuid(), report_id, affected, 'affected', at, reporter from made
    union all select ${school}, gen_random_uuid(), report_id, named, 'named', at, reporter from made
    where named is not null`,
  `insert into clocks (school_id, id, report_id, kind, unit, length, started_at, due_at, stopped_at,
      basis, mark)
    select ${school}, gen_random_uuid(), report_id, 'triage', 'school-hours', 4, at,
      at + interval '30 hours', case when not waits then at + interval '5 hours' end, 'school', 'P'
    from made`,
  `create temp table items on commit drop as
    select gen_random_uuid() as id, n, m.* from made m, generate_series(1, files) n`,
  `insert into evidence (school_id, id, report_id, uploader_id, position, kind, media_type, file_name,
      size, sha256, storage_key, arrived_by, received_at, state)
    select ${school}, id, report_id, reporter, n, 'image', 'image/png', 'Screenshot ' || n || '.png',
      180000, md5(reference || n) || md5(n || reference), id, 'pasted', at, 'attached' from items`,
  `insert into uploads (school_id, evidence_id, key, person_id, report_id, name, size, type,
      arrived_by, announced_at, finished_at, answer)
    select ${school}, id, id, reporter, report_id, 'Screenshot', 180000, 'image/png', 'pasted', at, at,
      '{}' from items`,
  `insert into drafts (school_id, id, person_id, answers, created_at, saved_at, sent_report_id)
    select ${school}, gen_random_uuid(), reporter, '{}', at, at, report_id from made`,
  `insert into receipts (school_id, person_id, key, verb, result, created_at)
    select ${school}, reporter, gen_random_uuid(), 'send-report', '{}', at from made`,
  `insert into messages (school_id, id, report_id, author_id, from_handler, words, sent_at)
    select ${school}, gen_random_uuid(), report_id, handler, n = 1, 'Thank you. Is there more?', at
    from made, generate_series(1, 2) n where dice < 0.3`,
];

/** Every report that does not wait has a case; the first of those have a second on another track. */
const caseRows = (school: string, seconds: number) => [
  `create temp table opened on commit drop as
    select m.*, track as case_track, case_id as id, case_reference as ref from made m where not waits
    union all select m.*, case track when 'T2' then 'T1' else 'T2' end, gen_random_uuid(),
      case_reference || 'B' from made m where not waits and i <= ${seconds}`,
  `insert into cases (school_id, id, reference, type, track, restricted, state, severity, owner_id,
      due_at, outcome, opened_at, opened_by, closed_at, evidence_count)
    select ${school}, id, ref, type, case_track, false,
      case when not live then 'closed' when dice < 0.8 then 'active' else 'decision' end, severity,
      handler, case when live then now() + (dice * 40 - 15) * interval '1 day' end,
      case when not live then (array['no-further-action', 'advice', 'sanction'])[1 + (dice * 2)::int] end,
      at + interval '5 hours', handler, case when not live then at + interval '30 days' end, files
    from opened`,
  `insert into case_reports (school_id, case_id, report_id, joined_at, joined_by)
    select ${school}, id, report_id, at, handler from opened`,
  `insert into involvements (school_id, id, case_id, person_id, part, added_at, added_by)
    select ${school}, gen_random_uuid(), id, affected, 'affected', at, handler from opened
    union all select ${school}, gen_random_uuid(), id, named, 'named', at, handler from opened
    where named is not null`,
  `insert into case_events (school_id, id, case_id, kind, title, words, by_id, at)
    select ${school}, gen_random_uuid(), id, k.kind, k.title, case k.kind when 'note'
      then repeat('Spoke to the family. ', 1 + (dice * 10)::int) end, handler, at + k.later
    from opened, (values ('opened', 'Case opened', interval '5 hours'), ('note', 'Note', '1 day'),
      ('state', 'Investigation', '4 days')) k(kind, title, later)`,
  `insert into case_actions (school_id, id, case_id, words, due_on, for_id, added_at, added_by, done_at)
    select ${school}, gen_random_uuid(), id, 'Telephone home', at::date + 3, handler, at, handler,
      case when not live then at + interval '3 days' end from opened`,
  `insert into clocks (school_id, id, case_id, kind, unit, length, started_at, due_at, stopped_at,
      basis, mark)
    select ${school}, gen_random_uuid(), id, 'review', 'school-days', 10, at, at + interval '14 days',
      case when not live then at + interval '13 days' end, 'school', 'P' from opened`,
  `create temp table asked on commit drop as
    select gen_random_uuid() as referral_id, head.id as head, o.* from opened o, head
    where dice < 0.1`,
  `insert into referrals (school_id, id, case_id, "to", to_person_id, asked, evidence_ids, sent_at,
      sent_by, due_at, state)
    select ${school}, referral_id, id, 'headteacher', head, 'Is this misconduct?', '{}', at, handler,
      at + interval '7 days', case when live then 'open' else 'decided' end from asked`,
  `insert into decisions (school_id, id, case_id, referral_id, decision, reason, evidence, decided_at,
      decided_by, decided_as)
    select ${school}, gen_random_uuid(), id, referral_id, 'informal', 'A letter is enough.', '[]',
      at + interval '6 days', head, 'headteacher' from asked where not live`,
];

/** Walls and circle, notices and their mails, and the ledger, whose leaves nobody numbers here. */
const accessRows = (school: string) => [
  `insert into walls (school_id, person_id, matter_id, reason, built_at)
    select ${school}, p, m, 'conflict', at from made, head, unnest(array[report_id, case_id]) m,
      unnest(array[handler, head.id]) p where dice < 0.01`,
  `insert into circle (school_id, id, person_id, matter_id, capacity, starts_at)
    select ${school}, gen_random_uuid(), head.id, m, 'told', at from made, head,
      unnest(array[report_id, case_id]) m where dice > 0.97`,
  `create temp table told on commit drop as
    select gen_random_uuid() as id, n.*, m.report_id, reference, at, waits, dice
    from made m, lateral (values (handler, 'report-received', '/queue/'),
      (reporter, 'progress', '/reports/')) n(who, kind, path)`,
  `insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at, read_at)
    select ${school}, id, who, kind, report_id, reference, path || report_id, at,
      case when not waits or dice < 0.8 then at + interval '1 hour' end from told`,
  `insert into mails (school_id, id, notice_id, matter_id, person_id, to_address, subject, body, html,
      created_at, sent_at, state)
    select ${school}, gen_random_uuid(), id, report_id, who, 'somebody@school.example',
      'Online safety: a report needs you (' || reference || ')', 'Sign in to read it.',
      '<p>Sign in to read it.</p>', at, at, 'sent' from told`,
  `insert into ledger_leaves (id, school_id, object_id, chain_id, at, leaf)
    select gen_random_uuid(), ${school}, report_id, report_id, at + n * interval '1 hour',
      json_build_object('action', 'report-viewed', 'object', 'report:' || report_id, 'n', n,
        'prev', repeat(md5(reference), 2), 'build', 'dev', 'role', 'dsl')::text
    from made, generate_series(1, 2) n`,
];

/**
 * Brings a school to this many reports and as many cases. Loaded as a restore is: the rows were
 * right when they were written, so no trigger or foreign key looks at each of them again.
 */
export async function fill(admin: postgres.Sql, schoolId: string, wanted: number): Promise<void> {
  const school = `'${schoolId}'::uuid`;
  const [have] =
    await admin`select (select count(*)::int from reports where school_id = ${schoolId}) as reports,
    (select count(*)::int from people where school_id = ${schoolId} and kind = 'parent') as parents`;
  const from = Number(have?.reports) + 1;
  const waiting = from - 1 + Math.round((wanted - from + 1) * 0.08);
  const idsOf = (table: string, where: string, order = "id") => `create temp table ${table}
    on commit drop as select array_agg(id order by ${order}) as ids from people
    where school_id = ${school} and ${where}`;
  const holders = (roles: string) => `id in (select person_id from role_assignments
    where school_id = ${school} and role in (${roles}))`;
  await admin.begin(async (tx) => {
    const statements = [
      "set local session_replication_role = replica",
      "set local synchronous_commit = off",
      "select setseed(0.5)",
      ...(Number(have?.parents) < 100 ? [people(school)] : []),
      idsOf("pupils", "kind = 'pupil'"),
      idsOf("staff", "kind = 'staff'"),
      idsOf("handlers", holders("'dsl', 'deputy-dsl'"), `${holders("'dsl'")} desc`),
      `create temp table head on commit drop as
        select id from people where school_id = ${school} and ${holders("'headteacher'")} limit 1`,
      drafted(from, wanted, waiting),
      ...reportRows(school),
      ...caseRows(school, 2 * waiting - from + 1),
      ...accessRows(school),
    ];
    for (const statement of statements) await tx.unsafe(statement);
  });
}

/** Further schools of the trust, with one person for each role that the rows need. */
export async function addSchools(admin: postgres.Sql, count: number): Promise<string[]> {
  const rows = await admin`insert into schools (id, trust_id, name, phase, kind, pupils_on_roll,
      safeguarding_phone, out_of_hours, recipient_choices)
    select gen_random_uuid(), (select id from trusts limit 1), 'School ' || i, 'secondary', 'academy',
      1500, '01632 960 001', '01632 960 002', '{}' from generate_series(1, ${count}) i returning id`;
  for (const { id } of rows) {
    await admin`with who as (insert into people (school_id, id, kind, engagement, name, created_at)
        select ${id}, gen_random_uuid(), 'staff', 'employee', 'Handler ' || i, now()
        from generate_series(1, 3) i returning id, name)
      insert into role_assignments (school_id, id, person_id, role, starts_at)
        select ${id}, gen_random_uuid(), id, case name when 'Handler 1' then 'dsl'
          when 'Handler 2' then 'deputy-dsl' else 'headteacher' end, now() from who`;
  }
  return rows.map((row) => String(row.id));
}
