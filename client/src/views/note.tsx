/** Draws one note as paper: its text first, then one quiet line; in a vote also the dots. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { ShownNote } from "../drawn";
import type { Ballot, City } from "../protocol";
import { versionFor } from "../translations";
import { language, t } from "../words";
import { CityBadge } from "./cities";
import { dotsOf } from "./board-view";
import { makeDraggable } from "./drag";
import { facetName, menuOf, opened, whoName } from "./scene";
import { RoomBadge } from "./room-badge";
import { VoteControl } from "./vote-control";

export interface NoteProps {
  readonly note: ShownNote;
  readonly cities: readonly City[];
  /** the running ballot, when this seat may vote in it */
  readonly ballot: Ballot | null;
  readonly ownDots: number;
  /** everybody is shown it now */
  readonly isPresented: boolean;
  readonly isSpent: boolean;
  readonly isPicked: boolean;
  readonly mayMove: boolean;
  readonly mayAct: boolean;
  /** how many are open */
  readonly comments: number;
  /** where its links go, a line each */
  readonly links: string;
  /** links that start or end here */
  readonly linkCount: number;
}

/** Draws the note anew only when something about it changed: a board may hold thousands. */
export function NoteSlot(props: NoteProps) {
  const { note, cities, ballot, ownDots, isSpent, mayMove, mayAct } = props;
  const { comments, links, linkCount, isPresented, isPicked } = props;
  // The ballot's turnout moves with every voter; what a note shows of the ballot does not.
  const rules = ballot && [ballot.id, ballot.own_notes].join(); // the rest never changes
  return useMemo(
    () => <NotePaper {...props} />,
    [
      note,
      cities,
      rules,
      ownDots,
      isSpent,
      mayMove,
      mayAct,
      comments,
      links,
      linkCount,
      isPresented,
      isPicked,
    ],
  );
}

function NotePaper(props: NoteProps) {
  const { note, ballot, ownDots } = props;
  const paper = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const element = paper.current;
    return element && props.mayMove ? makeDraggable(element, note.id) : undefined;
  }, [note.id, props.mayMove]);
  const [isOriginal, setOriginal] = useState(false);
  if (note.text === null) return <MaskedNote {...props} />;
  const hasVersion = versionFor(note, language.value) !== undefined;
  return (
    <li
      ref={paper}
      class={classOf(props)}
      data-note={note.id}
      tabIndex={-1}
      aria-busy={note.isSaved ? undefined : "true"}
    >
      {props.isPicked && <span class="unseen">{t("picking.is_picked")}</span>}
      <NoteText note={note} isOriginal={isOriginal} />
      {props.links !== "" && <Leads links={props.links} />}
      <QuietLine {...props}>
        {hasVersion && (
          <OriginalButton isOriginal={isOriginal} onTurn={() => setOriginal(!isOriginal)} />
        )}
      </QuietLine>
      {ballot && !note.isNew && (
        <VoteControl target={note} ballot={ballot} ownDots={ownDots} isSpent={props.isSpent} />
      )}
      {props.mayAct && <MoreButton note={note} />}
    </li>
  );
}

interface TextProps {
  readonly note: ShownNote;
  readonly isOriginal: boolean;
}

/** What a note says, in the reader's language where somebody has said it in that. */
function NoteText({ note, isOriginal }: TextProps) {
  if (note.erased) return <p class="soft">{t("note.erased")}</p>;
  const version = isOriginal ? undefined : versionFor(note, language.value);
  if (version === undefined) return <p dir="auto">{note.text}</p>;
  return (
    <p dir="auto" lang={language.value}>
      {version.text}
    </p>
  );
}

/** Turns a note over: from what somebody wrote in the reader's language to the original. */
function OriginalButton({ isOriginal, onTurn }: { isOriginal: boolean; onTurn: () => void }) {
  return (
    <button type="button" class="turn" aria-pressed={isOriginal} onClick={onTurn}>
      {t(isOriginal ? "translate.show_version" : "translate.show_original")}
    </button>
  );
}

/** Shows only that there is a note. */
function MaskedNote({ note, cities, mayAct }: NoteProps) {
  const lines = note.length === "long" ? 4 : note.length === "medium" ? 3 : 2;
  return (
    <li class="note masked" data-note={note.id} tabIndex={-1}>
      <span class="lines" aria-hidden="true">
        {Array.from({ length: lines }, (_, place) => (
          <i key={place} />
        ))}
      </span>
      <span class="unseen">{t("note.hidden")}</span>
      <footer>
        <CityBadge cities={cities} city={note.city} />
      </footer>
      {mayAct && <MoreButton note={note} />}
    </li>
  );
}

type LineProps = NoteProps & { readonly children?: ComponentChildren };

function QuietLine({ note, cities, ballot, comments, linkCount, children }: LineProps) {
  const dots = dotsOf(note, cities);
  const facet = note.facet === undefined ? [] : [facetName(note.area, note.facet)];
  const merged = note.merged_from?.length ?? 0;
  const tags = [
    ...(merged > 0 ? [t("note.merged", { count: merged + 1 })] : []),
    ...facet,
    ...(note.who ?? []).map(whoName),
  ];
  return (
    <footer>
      <CityBadge cities={cities} city={note.city} />
      <RoomBadge note={note} cities={cities} />
      {tags.length > 0 && (
        <span class="tags" title={tags.join(" · ")}>
          {tags.join(" · ")}
        </span>
      )}
      {note.isOwn && <span class="mine">{t("note.yours")}</span>}
      {children}
      {linkCount > 0 && <LinksButton note={note} links={linkCount} />}
      {note.offers && <OffersButton note={note} />}
      {comments > 0 && <TalkButton note={note} comments={comments} />}
      {note.isOwn && note.isHidden && <span class="unseen">{t("note.only_you")}</span>}
      {dots.all > 0 && ballot === null && <Dots dots={dots.all} cities={dots.cities} />}
      {!note.isSaved && <span class="mine">{t("note.not_saved")}</span>}
    </footer>
  );
}

const MOST_DRAWN = 6; // dots; more are a number

export function Dots({ dots, cities }: { dots: number; cities: number }) {
  return (
    <span class="dots">
      <span class="unseen">
        {t("note.dots", { count: dots })} {t("note.from_cities", { count: cities })}
      </span>
      <span class="dots" aria-hidden="true">
        {dots <= MOST_DRAWN ? (
          Array.from({ length: dots }, (_, place) => <i key={place} />)
        ) : (
          <>
            <i />
            {dots}
          </>
        )}
      </span>
    </span>
  );
}

/** Where its links go. On the wheel there is room for their number only. */
function Leads({ links }: { links: string }) {
  return (
    <ul class="leads">
      {links.split("\n").map((line) => (
        <li key={line} title={line}>
          {line}
        </li>
      ))}
    </ul>
  );
}

function LinksButton({ note, links }: { note: ShownNote; links: number }) {
  return (
    <button
      type="button"
      class="talk"
      tabIndex={-1}
      aria-label={t("linking.count", { count: links })}
      onClick={() => (opened.value = { kind: "links", note: note.id })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 13L13 3M7 3h6v6" />
      </svg>
      {links}
    </button>
  );
}

function OffersButton({ note }: { note: ShownNote }) {
  const cities = Object.keys(note.offers ?? {}).length;
  return (
    <button
      type="button"
      class="talk"
      tabIndex={-1}
      aria-label={t("offers.count", { count: cities })}
      onClick={() => (opened.value = { kind: "offers", note: note.id })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 6h11l-3-3M14 10H3l3 3" />
      </svg>
      {cities}
    </button>
  );
}

/** Not a stop of the tab key: the menu of the note leads there, too. */
function TalkButton({ note, comments }: { note: ShownNote; comments: number }) {
  return (
    <button
      type="button"
      class="talk"
      tabIndex={-1}
      aria-label={t("comments.open", { count: comments })}
      onClick={() => (opened.value = { kind: "comments", note: note.id })}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2 3h12v8H7l-3 3v-3H2z" />
      </svg>
      {comments}
    </button>
  );
}

/** Not a stop of the tab key: Enter on the note opens the same menu. */
function MoreButton({ note }: { note: ShownNote }) {
  return (
    <button
      type="button"
      class="more"
      tabIndex={-1}
      aria-haspopup="menu"
      aria-label={t("note.actions", { text: (note.text ?? "").slice(0, 40) })}
      onClick={(event) => {
        menuOf.value = { note: note.id, at: event.currentTarget.getBoundingClientRect() };
      }}
    >
      ⋯
    </button>
  );
}

function classOf({ note, ownDots, mayMove, isPresented, isPicked }: NoteProps): string {
  const names = ["note"];
  if (!note.isSaved) names.push("not-saved");
  if (ownDots > 0) names.push("voted");
  if (isPresented) names.push("presented");
  if (isPicked) names.push("picked");
  if (mayMove) names.push("can-drag");
  return names.join(" ");
}
