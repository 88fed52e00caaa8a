/** The services of the workshop: add one, rename it, say whether it is there yet, remove it. */

import { useState } from "preact/hooks";

import { ops } from "../ops";
import type { Board, Service, ServiceState } from "../protocol";
import { address } from "../router";
import { t } from "../words";
import { AskFirst, orSay } from "./ask-first";
import { Dialog, Field } from "./parts";

const STATES: readonly ServiceState[] = ["existing", "new"];
const LONGEST_NAME = 80; // graphemes, as the server has it

export function PanelServices({ board, workshopId }: { board: Board; workshopId: string }) {
  const services = board.services ?? [];
  return (
    <details class="panel-part">
      <summary>
        <h3>{t("services.title")}</h3>
        {services.length > 0 && <span class="hint">{services.length}</span>}
      </summary>
      <div class="stack">
        <p class="hint">{t("services.hint")}</p>
        <ul class="services">
          {services.map((service) => (
            <ServiceLine key={service.id} service={service} />
          ))}
        </ul>
        <AddService />
        {services.length > 0 && (
          <a class="button quiet small" href={address({ page: "services", workshopId })}>
            {t("services.to_page")}
          </a>
        )}
      </div>
    </details>
  );
}

const nameOf = (service: Service): string => (service.erased ? t("services.erased") : service.name);

function ServiceLine({ service }: { service: Service }) {
  const [isRenaming, setRenaming] = useState(false);
  const [service_id, name] = [service.id, nameOf(service)];
  return (
    <li>
      <span dir="auto">{name}</span>
      <div class="row">
        <StateSelect
          label={t("services.state_of", { name })}
          state={service.state}
          onChoose={(state) => void orSay(ops.editService({ service_id, state }))}
        />
        <button
          type="button"
          class="button quiet small"
          aria-label={t("services.rename_of", { name })}
          onClick={() => setRenaming(true)}
        >
          {t("services.rename")}
        </button>
        <AskFirst
          label={t("services.remove")}
          question={t("services.remove_sure", { name })}
          explained={<p>{t("services.remove_words")}</p>}
          yes={t("services.remove")}
          run={() => void orSay(ops.removeService({ service_id }))}
        />
      </div>
      {isRenaming && <RenameService service={service} onClose={() => setRenaming(false)} />}
    </li>
  );
}

interface StateProps {
  readonly label: string;
  readonly state: ServiceState;
  readonly onChoose: (state: ServiceState) => void;
}

function StateSelect({ label, state, onChoose }: StateProps) {
  return (
    <select
      class="input narrow"
      aria-label={label}
      value={state}
      onChange={(event) => {
        const chosen = STATES.find((one) => one === event.currentTarget.value);
        if (chosen !== undefined && chosen !== state) onChoose(chosen);
      }}
    >
      {STATES.map((one) => (
        <option key={one} value={one}>
          {t(`services.${one}`)}
        </option>
      ))}
    </select>
  );
}

function RenameService({ service, onClose }: { service: Service; onClose: () => void }) {
  const [name, setName] = useState(service.erased ? "" : service.name);
  const [service_id, wanted] = [service.id, name.trim()];
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (wanted === "") return;
    if (wanted !== service.name && !(await orSay(ops.editService({ service_id, name: wanted }))))
      return;
    onClose();
  };
  return (
    <Dialog title={t("services.rename_of", { name: nameOf(service) })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <NameField name={name} setName={setName} />
        <div class="dialog-end">
          {!service.erased && (
            <AskFirst
              class="button quiet"
              label={t("services.erase")}
              question={t("services.erase_sure")}
              explained={<p>{t("services.erase_words")}</p>}
              yes={t("erase.yes")}
              isGrave
              run={() => void orSay(ops.eraseService({ service_id })).then(onClose)}
            />
          )}
          <button type="button" class="button quiet" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button" disabled={wanted === ""}>
            {t("common.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function AddService() {
  const [name, setName] = useState("");
  const [state, setState] = useState<ServiceState>("new");
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "") return;
    if (await orSay(ops.addService({ name: name.trim(), state }))) setName("");
  };
  return (
    <form class="stack" onSubmit={(event) => void add(event)}>
      <NameField name={name} setName={setName} />
      <div class="row">
        <StateSelect label={t("services.state")} state={state} onChoose={setState} />
        <button type="submit" class="button quiet small" disabled={name.trim() === ""}>
          {t("services.add")}
        </button>
      </div>
    </form>
  );
}

function NameField({ name, setName }: { name: string; setName: (name: string) => void }) {
  return (
    <Field
      label={t("services.name")}
      control={(attributes) => (
        <input
          {...attributes}
          class="input"
          value={name}
          maxLength={LONGEST_NAME}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      )}
    />
  );
}
