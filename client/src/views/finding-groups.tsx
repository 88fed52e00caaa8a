/** What the rules found, gathered by rule: each thought once, each finding with its reasons. */

import type { Finding, GatheredLine } from "../protocol";
import type { BoardView } from "./board-view";
import { Titled, Together } from "./draft-lines";
import { FindingBody, FindingChip, FindingLine } from "./finding-line";

interface GroupsProps {
  readonly lines: readonly GatheredLine[];
  readonly findings: readonly Finding[];
  readonly view: BoardView;
}

export function FindingGroups({ lines, findings, view }: GroupsProps) {
  const known = new Map(findings.map((one) => [one.id, one]));
  return (
    <ul class="findings">
      {lines.map((line) => {
        const told = line.findings.flatMap((id) => known.get(id) ?? []);
        const [first] = told;
        if (first === undefined) return null;
        return told.length === 1 ? (
          <FindingLine key={first.id} finding={first} view={view} />
        ) : (
          <Group key={first.id} line={line} told={told} first={first} view={view} />
        );
      })}
    </ul>
  );
}

interface GroupProps {
  readonly line: GatheredLine;
  readonly told: readonly Finding[];
  readonly first: Finding;
  readonly view: BoardView;
}

function Group({ line, told, first, view }: GroupProps) {
  const inside = (id: string) => {
    const finding = told.find((one) => one.id === id);
    return finding && <FindingBody finding={finding} view={view} />;
  };
  return (
    <li class={`finding together severity-${first.severity}`}>
      <FindingChip finding={first} />
      <div class="stack">
        {line.parts === undefined ? (
          <Titled title={first.title} told={told} inside={inside} />
        ) : (
          <Together line={line} inside={inside} />
        )}
        <p class="hint">
          {first.rule} · {first.title}
        </p>
      </div>
    </li>
  );
}
