/** The field for the title of a theme. */

import { t } from "../words";
import { Field } from "./parts";

const LONGEST_TITLE = 80; // graphemes, as the server has it

interface TitleProps {
  readonly title: string;
  readonly setTitle: (title: string) => void;
  readonly label?: string;
}

export function TitleField({ title, setTitle, label = t("themes.name") }: TitleProps) {
  return (
    <Field
      label={label}
      control={(attributes) => (
        <input
          {...attributes}
          class="input"
          value={title}
          maxLength={LONGEST_TITLE}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      )}
    />
  );
}
