"""The tables of the search index, which a migration makes. They are no models.

SQLite: `find_doc` holds the texts, and two FTS5 tables index them: words, and trigrams for
parts of references (detail=none: a quarter of the size). The adapter keeps them in step;
triggers may not write virtual tables while the schema is not trusted.

PostgreSQL: a schema that no role of the portal may enter. Matching operators are not
leakproof, so behind row security their indexes would not be used; two functions enter the
schema for the portal instead, and add who asks by themselves.
"""

from portal.journey.search.document import KINDS

SQLITE = (
    'CREATE TABLE find_doc (n INTEGER PRIMARY KEY, owner INTEGER NOT NULL, "order" BLOB NOT NULL,'
    ' words TEXT NOT NULL, parts TEXT NOT NULL, UNIQUE (owner, "order"))',
    "CREATE VIRTUAL TABLE find_word USING fts5(words, content='find_doc', content_rowid='n',"
    " detail='none', columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '~'\")",
    "CREATE VIRTUAL TABLE find_part USING fts5(parts, content='find_doc', content_rowid='n',"
    " detail='none', columnsize=0, tokenize='trigram')",
)

_ASKER = """
  asker text := current_setting('role', true);
  org int := nullif(current_setting('app.org', true), '')::int;
"""

_PUT = f"""
CREATE FUNCTION find_put(docs text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE {_ASKER}
BEGIN
  IF asker <> 'portal_keeper' OR org IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'only a keeper writes the search index';
  END IF;
  INSERT INTO find.doc AS d
  SELECT org, r."order", r.opened_at, r.parties, array_to_tsvector(r.words), r.parts
  FROM jsonb_to_recordset(docs::jsonb) AS
    r("order" uuid, opened_at timestamptz, parties int[], words text[], parts text)
  ON CONFLICT (owner, "order") DO UPDATE SET opened_at = excluded.opened_at,
    parties = excluded.parties, words = excluded.words, parts = excluded.parts
  WHERE (d.opened_at, d.parties, d.words, d.parts) IS DISTINCT FROM
    (excluded.opened_at, excluded.parties, excluded.words, excluded.parts);
END $$
"""

_ORDERS = f"""
CREATE OR REPLACE FUNCTION find_orders(part text, words text[], narrow text[], most int)
RETURNS TABLE (found_owner int, found_order uuid, why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE {_ASKER}
  own int;
  party int;
  query tsquery;
  marks tsquery;
  seen int := 0;
BEGIN
  CASE asker
    WHEN 'portal_own', 'portal_keeper' THEN own := org;
    WHEN 'portal_partner' THEN party := org;
    WHEN 'portal_lens' THEN
      own := nullif(current_setting('app.lens_owner', true), '')::int;
      party := nullif(current_setting('app.lens_partner', true), '')::int;
    ELSE NULL;
  END CASE;
  IF own IS NULL AND party IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'nobody asks';
  END IF;
  SELECT string_agg('''' || replace(replace(m, '\\', ''), '''', '') || '''', ' & ')::tsquery
  INTO marks FROM unnest(narrow) AS u(m);
  IF part <> '' THEN
    RETURN QUERY SELECT d.owner, d."order", 'part'::text FROM find.doc d
    WHERE d.parts LIKE '%' || part || '%' AND (marks IS NULL OR d.words @@ marks)
      AND (own IS NULL OR d.owner = own)
      AND (party IS NULL OR party = ANY (d.parties))
    ORDER BY d.opened_at DESC LIMIT least(most, 50);
  END IF;
  -- Whole words first: a common word fills the page at once. Only a page that is not
  -- full is worth the merging that an unfinished last word costs.
  FOR pass IN 1..2 LOOP
    EXIT WHEN cardinality(words) = 0 OR seen >= most;
    SELECT string_agg('''' || replace(replace(w, '\\', ''), '''', '') || ''''
      || CASE WHEN pass = 2 AND n = cardinality(words) THEN ':*' ELSE '' END, ' & ')::tsquery
    INTO query FROM unnest(words) WITH ORDINALITY AS u(w, n);
    IF marks IS NOT NULL THEN query := query && marks; END IF;
    IF own IS NOT NULL THEN query := query && ('''~o' || own || '~''')::tsquery; END IF;
    IF party IS NOT NULL THEN query := query && ('''~p' || party || '~''')::tsquery; END IF;
    RETURN QUERY SELECT d.owner, d."order", 'words'::text FROM find.doc d
    WHERE d.words @@ query AND (own IS NULL OR d.owner = own)
      AND (party IS NULL OR party = ANY (d.parties))
    ORDER BY d.opened_at DESC LIMIT least(most, 50);
    GET DIAGNOSTICS seen = ROW_COUNT;
  END LOOP;
END $$
"""

_SIGNATURE = "find_orders(text, text[], text[], int)"
_READERS = "portal_own, portal_partner, portal_lens, portal_keeper"

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE SCHEMA find",
    'CREATE TABLE find.doc (owner int NOT NULL, "order" uuid NOT NULL,'
    " opened_at timestamptz NOT NULL, parties int[] NOT NULL, words tsvector NOT NULL,"
    ' parts text NOT NULL, PRIMARY KEY (owner, "order"))',
    "CREATE INDEX doc_words ON find.doc USING gin (words)",
    "CREATE INDEX doc_parts ON find.doc USING gin (parts gin_trgm_ops)",
    "CREATE INDEX doc_newest ON find.doc (owner, opened_at)",
    _PUT,
    _ORDERS,
    f"REVOKE ALL ON FUNCTION find_put(text), {_SIGNATURE} FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION find_put(text) TO portal_keeper",
    f"GRANT EXECUTE ON FUNCTION {_SIGNATURE} TO {_READERS}",
)

_WHEN = " ".join(f"WHEN '{kind}' THEN {n}" for kind, n in KINDS.items())
_KIND = f"CASE kind {_WHEN} ELSE 0 END"

# What an index that was made before narrowing is brought up to date with: marks for each
# order's kind and partner, and the function that reads them.
NARROWED = {
    "sqlite": (
        "UPDATE find_doc SET words = find_doc.words || m.marks, parts = find_doc.parts || m.marks"
        f" FROM (SELECT owner, \"order\", ' ~k' || {_KIND} || '~ ~w' || partner || '~' AS marks"
        ' FROM order_reading) m WHERE m.owner = find_doc.owner AND m."order" = find_doc."order"',
        "INSERT INTO find_word(find_word) VALUES ('rebuild')",
        "INSERT INTO find_part(find_part) VALUES ('rebuild')",
    ),
    "postgresql": (
        "DROP FUNCTION IF EXISTS find_orders(text, text[], int)",
        _ORDERS,
        f"REVOKE ALL ON FUNCTION {_SIGNATURE} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {_SIGNATURE} TO {_READERS}",
        "ALTER TABLE order_reading NO FORCE ROW LEVEL SECURITY",
        "UPDATE find.doc d SET words = d.words || array_to_tsvector("
        f"ARRAY['~k' || {_KIND} || '~', '~w' || r.partner || '~'])"
        ' FROM order_reading r WHERE r.owner = d.owner AND r."order" = d."order"',
        "ALTER TABLE order_reading FORCE ROW LEVEL SECURITY",
    ),
}
