#!/usr/bin/env python3
"""The shortest policies that name exactly what the medium tenants did: proven, for the tests.

    make_population matrices | python3 tests/support/optima.py > tests/golden/lossless_optima.tsv

Development only, never in CI: it needs Google's OR-Tools (pip install ortools; made with 9.15) and,
for the largest tenants, many minutes. Arguments: the seconds that each program may take (60), and
the tenants, if not all of them.

Problem. Cover the 1s of a matrix (actions x resources) by statements; a statement grants all pairs
of its actions and resources, so it may hold no 0; `*` is vacuous. A name costs its characters in
each statement that lists it. What is minimised is the length of the compact text, byte for byte:

    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[...],"Resource":[...]},...]}

where a list of one has no brackets, which saves 2 characters.

Why it is exact.
1. The resource `*` can share a statement only with actions that were called on it: one statement,
   apart.
2. Actions and resources in different components of the matrix without its `*` cells (blocks) do
   not see one another. Statements of different blocks can be merged for nothing, so blocks interact
   only through the number of statements K:  characters = envelope + 43 K + sum of cost_b(K), where
   cost_b(K) is the least cost of the names of block b in at most K statements, brackets counted.
3. Inside a block a statement is part of a maximal biclique of non-0 cells, and two that are part of
   the same one can be merged for nothing. So: a binary for each maximal biclique that is used, one
   for each name that is listed in it, and each 1 lies in some biclique with both of its names. Rows
   (columns) that are alike can share an optimum's statements, and are one with their lengths added.
4. The brackets that a list of one saves. A list can be of one name only in a statement that holds a
   part of one block, b. Let K be the number of statements and q how many hold b alone: the others
   need K - q, and b's own K parts give back the best brackets of q. Tried for every b and q for
   which it could pay, on the block as it is (alike rows need not be alike here).
5. K is tried from the least that covers to where even the cost in as many statements as one likes,
   which has a program of its own, would make the text longer.

Checked against trying all sets of up to three statements, on random matrices of up to 3 x 3 and a
`*`. A number that the solver could not prove in its time is printed with the lower bound that it
proved, and "no"; brackets are looked at only where the names are proven.
"""

import json
import math
import sys
from functools import lru_cache

from ortools.sat.python import cp_model

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
TENANTS = sys.argv[2:]
# '{"Effect":"Allow","Action":,"Resource":},' and two pairs of brackets, less two commas
STATEMENT = 43
BRACKETS = 2


def text_of(statements):
    """The compact text of a policy of [actions, resources]."""
    def names(items):
        return items[0] if len(items) == 1 else items
    body = [{"Effect": "Allow", "Action": names(sorted(actions)),
             "Resource": names(sorted(resources))} for actions, resources in statements]
    document = {"Version": "2012-10-17", "Statement": body[0] if len(body) == 1 else body}
    return json.dumps(document, separators=(",", ":"))


class Program:
    """A minimisation over binaries, built row by row."""

    def __init__(self):
        self.model = cp_model.CpModel()
        self.variables = []
        self.cost = []

    def variable(self, cost=0):
        self.variables.append(self.model.new_bool_var(""))
        self.cost.append(cost)
        return len(self.cost) - 1

    def implies(self, one, other):
        self.model.add_implication(self.variables[one], self.variables[other])

    def any_of(self, variables):
        self.model.add_bool_or([self.variables[variable] for variable in variables])

    def at_most(self, most, variables):
        self.model.add(sum(self.variables[variable] for variable in variables) <= most)

    def at_most_one_if(self, variable, variables):
        self.model.add(sum(self.variables[other] for other in variables) <= 1).only_enforce_if(
            self.variables[variable])

    def solve(self):
        """(value, proven lower bound, solution), or None if there is no solution."""
        self.model.minimize(sum(cost * variable for cost, variable in
                                zip(self.cost, self.variables) if cost != 0))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 4
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        bound = math.ceil(solver.best_objective_bound - 1e-6)
        if status == cp_model.UNKNOWN:
            return math.inf, bound, None
        return (round(solver.objective_value), bound,
                [solver.boolean_value(variable) for variable in self.variables])


class Block:
    """Rows and columns that see one another. Cells: '1', '0', '*'."""

    def __init__(self, rows, columns, cells):
        self.rows = rows        # [(names, length)]: one name each, or alike ones
        self.columns = columns
        self.cells = cells

    def merged(self):
        """The block with alike rows and columns made one."""
        return self._rows_merged()._transposed()._rows_merged()._transposed()

    def _transposed(self):
        return Block(self.columns, self.rows, ["".join(column) for column in zip(*self.cells)])

    def _rows_merged(self):
        alike = {}
        for row, cells in zip(self.rows, self.cells):
            names, length = alike.get(cells, ((), 0))
            alike[cells] = (names + row[0], length + row[1])
        return Block(list(alike.values()), self.columns, list(alike))

    def names_once(self):
        return sum(length for _, length in self.rows + self.columns)

    def needed(self):
        return [(r, c) for r, cells in enumerate(self.cells)
                for c, cell in enumerate(cells) if cell == "1"]

    @lru_cache(maxsize=None)
    def bicliques(self):
        """The maximal ones without a 0 that hold a 1."""
        open_columns = [frozenset(c for c, cell in enumerate(cells) if cell != "0")
                        for cells in self.cells]
        closed = {frozenset(range(len(self.columns)))}
        for columns in open_columns:
            closed |= {columns & other for other in closed}
        found = []
        for columns in closed:
            rows = frozenset(r for r, some in enumerate(open_columns) if columns <= some)
            if any(self.cells[r][c] == "1" for r in rows for c in columns):
                found.append((sorted(rows), sorted(columns)))
        return sorted(found)

    def _program(self):
        """Every needed cell in a used biclique, with both of its names."""
        program = Program()
        used = [program.variable() for _ in self.bicliques()]
        row_in, column_in = {}, {}
        covering = {cell: [] for cell in self.needed()}
        for index, (rows, columns) in enumerate(self.bicliques()):
            for r in rows:
                for c in columns:
                    if self.cells[r][c] != "1":
                        continue
                    for listed, node, length in ((row_in, r, self.rows[r][1]),
                                                 (column_in, c, self.columns[c][1])):
                        if (node, index) not in listed:
                            listed[node, index] = program.variable(length)
                            program.implies(listed[node, index], used[index])
                    both = program.variable()
                    program.implies(both, row_in[r, index])
                    program.implies(both, column_in[c, index])
                    covering[r, c].append(both)
        for cell, variables in covering.items():
            program.any_of(variables)
        # Each name is listed somewhere: implied, and it makes the relaxation tighter.
        for listed in (row_in, column_in):
            for node in {node for node, _ in listed}:
                program.any_of([variable for (other, _), variable in listed.items()
                                if other == node])
        return program, used, row_in, column_in

    def _statements(self, solution, row_in, column_in):
        statements = {}
        for side, listed, nodes in ((0, row_in, self.rows), (1, column_in, self.columns)):
            for (node, index), variable in listed.items():
                if solution[variable]:
                    statements.setdefault(index, ([], []))[side].extend(nodes[node][0])
        return list(statements.values())

    @lru_cache(maxsize=None)
    def cost(self, statements_max):
        """(cost of the names, lower bound, statements), or None if so many statements are too few.

        `statements_max` is None: as many as one likes.
        """
        if len(self.bicliques()) == 1:
            everything = [[name for names, _ in side for name in names]
                          for side in (self.rows, self.columns)]
            return self.names_once(), self.names_once(), [tuple(everything)]
        if statements_max is not None:
            free = self.cost(None)
            if free[0] == free[1] and len(free[2]) <= statements_max:
                return free
        program, used, row_in, column_in = self._program()
        if statements_max is not None:
            program.at_most(statements_max, used)
        solved = program.solve()
        if solved is None:
            return None
        value, bound, solution = solved
        if solution is None:
            return value, max(bound, self.names_once()), None
        return value, max(bound, self.names_once()), self._statements(solution, row_in, column_in)

    @lru_cache(maxsize=None)
    def cost_with_brackets(self, statements_max, alone):
        """As cost, less the brackets that lists of one save in the best `alone` statements."""
        program, used, row_in, column_in = self._program()
        program.at_most(statements_max, used)
        solitary = []
        for index in range(len(self.bicliques())):
            is_alone = program.variable()
            program.implies(is_alone, used[index])
            solitary.append(is_alone)
            for listed in (row_in, column_in):
                names = [v for (_, other), v in listed.items() if other == index]
                saves = program.variable(-BRACKETS)
                program.implies(saves, is_alone)
                program.at_most_one_if(saves, names)
        program.at_most(alone, solitary)
        solved = program.solve()
        if solved is None or solved[2] is None:
            return None if solved is None else (math.inf, solved[1], None, None)
        value, bound, solution = solved
        lone = {index for index, variable in enumerate(solitary) if solution[variable]}
        parts = {index: self._statements_of(solution, row_in, column_in, index)
                 for index in range(len(used)) if solution[used[index]]}
        return (value, bound, [part for index, part in parts.items() if index not in lone],
                [part for index, part in parts.items() if index in lone])

    def _statements_of(self, solution, row_in, column_in, index):
        return tuple([name for (node, other), variable in listed.items()
                      if other == index and solution[variable] for name in nodes[node][0]]
                     for listed, nodes in ((row_in, self.rows), (column_in, self.columns)))

    @lru_cache(maxsize=None)
    def statements_least(self):
        """(least number of statements that cover, whether proven)."""
        if len(self.bicliques()) == 1:
            return 1, True
        program = Program()
        used = [program.variable(1) for _ in self.bicliques()]
        for r, c in self.needed():
            program.any_of([variable for variable, (rows, columns) in zip(used, self.bicliques())
                            if r in rows and c in columns])
        value, bound, _ = program.solve()
        return value, value == bound


def blocks_of(actions, resources, matrix):
    """The components of what is not vacuous, each as it is."""
    parent = list(range(len(actions) + len(resources)))

    def root(node):
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for r, cells in enumerate(matrix):
        for c, cell in enumerate(cells):
            if cell != "*":
                parent[root(r)] = root(len(actions) + c)
    blocks = []
    for leader in sorted({root(node) for node in range(len(parent))}):
        rows = [r for r in range(len(actions)) if root(r) == leader]
        columns = [c for c in range(len(resources)) if root(len(actions) + c) == leader]
        if rows and columns:
            blocks.append(Block([((actions[r],), len(actions[r]) + 3) for r in rows],
                                [((resources[c],), len(resources[c]) + 3) for c in columns],
                                ["".join(matrix[r][c] for c in columns) for r in rows]))
    return blocks


def joined(parts_of_blocks, statements):
    """Parts of several blocks, dealt out to so many statements."""
    dealt = [([], []) for _ in range(statements)]
    for parts in parts_of_blocks:
        for (actions, resources), part in zip(dealt, parts):
            actions.extend(part[0])
            resources.extend(part[1])
    return [statement for statement in dealt if statement[0]]


def optimum(line):
    actions, resources, matrix = line["actions"], line["resources"], line["matrix"]
    edges = sum(row.count("1") for row in matrix)
    everything = []
    if "*" in resources:
        star = resources.index("*")
        everything = [action for action, row in zip(actions, matrix) if row[star] == "1"]
        assert all(row.count("1") == 1 for row in matrix if row[star] == "1")
        keep = [r for r, row in enumerate(matrix) if row[star] != "1"]
        matrix = [matrix[r][:star] + matrix[r][star + 1:] for r in keep]
        actions = [actions[r] for r in keep]
        resources = resources[:star] + resources[star + 1:]
    raw = blocks_of(actions, resources, matrix)
    blocks = [block.merged() for block in raw]
    top = [(everything, ["*"])] if everything else []

    def characters(statements):
        return len(text_of(statements + top))

    least = [block.statements_least() for block in blocks]
    statements_least = max(count for count, _ in least) + len(top)
    # Without any name; a statement that is alone has no brackets either.
    fixed = characters([(["a"], ["r"]), (["a"], ["r"])]) - 2 * (STATEMENT + 4 + 4 - 2 * BRACKETS)
    single = 0 if top else BRACKETS
    least_names = sum(block.cost(None)[1] for block in blocks)

    best, best_statements, lower = math.inf, None, math.inf
    count = max(number for number, _ in least)
    while fixed + STATEMENT * count + least_names - 2 * BRACKETS * count - single < best:
        envelope = fixed + STATEMENT * count - (single if count == 1 else 0)
        costs = [block.cost(count) for block in blocks]
        bound = envelope + sum(cost[1] for cost in costs)
        proven = all(cost[0] == cost[1] for cost in costs)
        lower = min(lower, bound if proven else bound - 2 * BRACKETS * count)
        if all(cost[2] is not None for cost in costs):
            statements = joined([cost[2] for cost in costs], count)
            if characters(statements) < best:
                best, best_statements = characters(statements), statements
        if proven:
            best, best_statements, lower = with_brackets(
                raw, blocks, costs, count, envelope, characters, best, best_statements, lower)
        count += 1
    return {"tenant": line["tenant"], "actions": len(line["actions"]),
            "resources": len(line["resources"]), "edges": edges, "characters": best,
            "statements": len(best_statements) + len(top),
            "characters_lower_bound": min(best, lower),
            "statements_least": statements_least,
            "proven": "yes" if min(best, lower) == best and all(proven for _, proven in least)
                      else "no"}


def with_brackets(raw, blocks, costs, count, envelope, characters, best, best_statements, lower):
    """Point 4 of the essay."""
    for index in range(len(blocks)):
        others = [block for other, block in enumerate(blocks) if other != index]
        needed = max([block.statements_least()[0] for block in others], default=0)
        for alone in range(1, count - needed + 1):
            rest = [block.cost(count - alone) for block in others]
            if any(cost is None for cost in rest):
                continue
            bound = envelope + sum(cost[1] for cost in rest)
            if bound + costs[index][1] - 2 * BRACKETS * alone >= best:
                continue
            solved = raw[index].cost_with_brackets(count, alone)
            if solved is None:
                continue
            lower = min(lower, bound + solved[1])
            if solved[2] is None or any(cost[2] is None for cost in rest):
                continue
            statements = joined([cost[2] for cost in rest] + [solved[2]],
                                count - len(solved[3])) + solved[3]
            if characters(statements) < best:
                best, best_statements = characters(statements), statements
    return best, best_statements, lower


def main():
    columns = ["tenant", "actions", "resources", "edges", "characters", "statements",
               "characters_lower_bound", "statements_least", "proven"]
    print("\t".join(columns))
    for line in sys.stdin:
        tenant = json.loads(line)
        if TENANTS and tenant["tenant"] not in TENANTS:
            continue
        row = optimum(tenant)
        print("\t".join(str(row[column]) for column in columns), flush=True)


if __name__ == "__main__":
    main()
