select protect_tenants('surveys'), protect_tenants('survey_answers'), protect_tenants('survey_secrets'),
  protect_tenants('sealed_answers'), protect_tenants('anonymous_tallies'), protect_tenants('anonymous_texts'),
  protect_tenants('interviews'), protect_tenants('competence_assessments');
--> statement-breakpoint
-- Answers to anonymous surveys, their secrets and what they come to are not logged: the log says who acts, and when.
select
  log_table('surveys', 'survey', untold => 'created_at'),
  log_table('survey_answers', 'surveyAnswer', 'survey_id,teacher_id', personal => 'answers,needs,marks'),
  log_table('interviews', 'interview', personal => 'interviewer,summary,modules'),
  log_table('competence_assessments', 'competenceAssessment', personal => 'scores');
