import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { answerQuestionAction, askQuestionAction } from "@/lib/policies/actions";
import type { listQuestions } from "@/lib/policies/ask-question";

type Question = Awaited<ReturnType<typeof listQuestions>>[number];

function Asked({ question }: { question: Question }) {
  return (
    <li>
      <p className="whitespace-pre-wrap break-words">{question.words}</p>
      <p className="text-sm text-soft">
        {question.mine ? "You" : question.by}, <Moment at={question.askedAt} />
      </p>
      {question.answer && question.answeredAt ? (
        <div className="mt-2 border-line border-l-4 pl-4">
          <p className="whitespace-pre-wrap break-words">{question.answer}</p>
          <p className="text-sm text-soft">
            {question.answeredBy}, <Moment at={question.answeredAt} />
          </p>
        </div>
      ) : question.mine ? (
        <p className="text-soft">Not answered yet.</p>
      ) : (
        <ActionForm
          action={answerQuestionAction}
          className="mt-3 space-y-4"
          formKey={crypto.randomUUID()}
        >
          <input name="questionId" type="hidden" value={question.id} />
          <TextArea label="Your answer" name={`answer-${question.id}`} rows={3} />
          <SubmitButton kind="secondary">Send answer</SubmitButton>
        </ActionForm>
      )}
    </li>
  );
}

/** What was asked about a policy and answered, and the way to ask. It opens no case. */
export function Questions({
  policyId,
  asks,
  questions,
}: {
  policyId: string;
  /** Who answers. */
  asks: string;
  questions: readonly Question[];
}) {
  return (
    <div className="no-print" id="questions">
      <Card title="Questions">
        <ul className="mb-4 space-y-5 empty:hidden">
          {questions.map((question) => (
            <Asked key={question.id} question={question} />
          ))}
        </ul>
        <details>
          <summary className="disclose">Ask {asks} about this policy</summary>
          <ActionForm
            action={askQuestionAction}
            className="mt-3 space-y-4"
            formKey={crypto.randomUUID()}
          >
            <input name="policyId" type="hidden" value={policyId} />
            <TextArea
              hint="Only the two of you read it. To report somebody, use Report a concern"
              label="Your question"
              name="question"
              rows={3}
            />
            <SubmitButton kind="secondary">Send question</SubmitButton>
          </ActionForm>
        </details>
      </Card>
    </div>
  );
}
