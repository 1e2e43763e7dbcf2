namespace IsacCluster.Campaigns.Tests.Specs;

/// <summary>Bad studies, as in <see cref="BadSpecifications"/>.</summary>
internal static class BadStudies
{
    private const string Train = "objective: {training: {epochs: 9}}\ntrials: 5\n";

    public static TheoryData<string, string, string> All => new()
    {
        { "^kind: study\nname: x\ntrials: 5\n", "objective: the field is missing;", "a mapping of one of synthetic, training, command." },
        { "^kind: study\nname: x\nobjective: {synthetic: sphere}\n", "trials: the field is missing;", "a whole number from 1 to 1000000." },
        { "^kind: study\nname: x\nobjective: {command: [f]}\ntrials: 5\n", "space: the field is missing;", "expected a mapping of parameters." },
        { Study("^samples: 3\n"), "samples: unknown field;", "max_failures, prior." },
        { Study("^trail: 3\n"), "trail: unknown field;", "max_failures, prior." },
        { "kind: study\nname: x\nobjective: {synthetic: sphere}\ntrials: ^0\n", "trials: '0' is not allowed;", "from 1 to 1000000." },
        { Study("parallel: ^0\n"), "parallel: '0' is not allowed;", "from 1 to 1024." },
        { Study("mode: ^async\n"), "mode: 'async' is not allowed;", "one of deterministic, throughput." },
        { Study("direction: ^min\n"), "direction: 'min' is not allowed;", "one of minimize, maximize." },
        { Study("directions: ^[minimize, maximize]\n"), "directions: a list of 2 is not allowed;", "at most 1 items." },
        { Study("direction: ^minimize\ndirections: [minimize]\n"), "direction: 'minimize' is not allowed;", "only one of direction and directions." },
        { Study("seeds: ^0\n"), "seeds: '0' is not allowed;", "from 1 to 100." },
        { Study("retries: ^-1\n"), "retries: '-1' is not allowed;", "from 0 to 100." },
        { Study("max_failures: ^many\n"), "max_failures: 'many' is not allowed;", "from 0 to 1000000." },
        { Study("sampler: ^tpee\n"), "sampler: 'tpee' is not allowed;", "nsga2 (did you mean 'tpe'?)." },
        { Study("sampler: {tpe: {^startup: 3}}\n"), "sampler.tpe.startup: unknown field;", "category_weight, bandwidth." },
        { Study("sampler: {tpe: {startup_trials: ^0}}\n"), "sampler.tpe.startup_trials: '0' is not allowed;", "from 1 to 1000000." },
        { Study("sampler: {random: ^{}}\n"), "sampler.random: an empty mapping is not allowed;", "the name random alone, which has no options." },
        { Study("sampler: ^{tpe: {}, gp: {}}\n"), "sampler: a mapping is not allowed;", "or a mapping of one of them to its options." },
        { Study("sampler: ^{nsga2: {population: 5}}\n"), "sampler: population 5 is not allowed;", "an even number, at least 4." },
        { Study("pruner: ^sha\n"), "pruner: 'sha' is not allowed;", "hyperband (did you mean 'asha'?)." },
        { Study("pruner: {asha: {reduction_factor: ^1}}\n"), "pruner.asha.reduction_factor: '1' is not allowed;", "from 2 to 1000000." },
        { Study("pruner: ^{hyperband: {min_resource: 9, max_resource: 3}}\n"), "pruner: max_resource 3 is not allowed;", "at least 9." },
        { "kind: study\nname: x\nobjective: ^{}\ntrials: 3\n", "objective: an empty mapping is not allowed;", "exactly one of synthetic, training, command." },
        { "kind: study\nname: x\nobjective: {synthetic: ^spere}\ntrials: 3\n", "objective.synthetic: 'spere' is not allowed;", "(did you mean 'sphere'?)." },
        { "kind: study\nname: x\nobjective: {synthetic: branin, dimensions: ^3}\ntrials: 3\n", "objective.dimensions: '3' is not allowed;", "no dimensions with branin, which has its own." },
        { "kind: study\nname: x\nobjective: {synthetic: sphere, metric: ^a}\ntrials: 3\n", "objective.metric: 'a' is not allowed;", "no metric with synthetic, which takes dimensions, steps." },
        { "kind: study\nname: x\nobjective: {synthetic: zdt1}\n^trials: 3\n".Replace("^", "", StringComparison.Ordinal).Insert(0, "^"), "directions: the field is missing;", "one for each metric." },
        { "kind: study\nname: x\nobjective: {synthetic: zdt1}\ntrials: 3\ndirections: [minimize, minimize]\nsampler: ^tpe\n", "sampler: 'tpe' is not allowed;", "one of random, grid, sobol, nsga2 with several directions." },
        { "kind: study\nname: x\nobjective: {synthetic: zdt1}\ntrials: 3\ndirections: [minimize, minimize]\npruner: ^median\n", "pruner: 'median' is not allowed;", "none with several directions." },
        { Space("a: ^1"), "space.a: '1' is not allowed;", "a mapping of float, int, choice, log, step, when." },
        { Space("a: ^{log: true}"), "space.a: a mapping is not allowed;", "exactly one of float, int, choice." },
        { Space("a: {float: ^[1]}"), "space.a.float: a list of one is not allowed;", "expected [low, high]." },
        { Space("a: {float: [1, ^x]}"), "space.a.float[1]: 'x' is not allowed;", "a finite number." },
        { Space("a: ^{float: [2, 1]}"), "space.a: high 1 is not allowed;", "a finite number above low (2)." },
        { Space("a: ^{float: [0, 1], log: true}"), "space.a: low 0 is not allowed;", "a positive number, as scale is log." },
        { Space("a: {int: [1.5^, 2]}".Replace("1.5^", "^1.5", StringComparison.Ordinal)), "space.a.int[0]: '1.5' is not allowed;", "9007199254740992." },
        { Space("a: {choice: ^[]}"), "space.a.choice: an empty list is not allowed;", "a list of choices." },
        { Space("a: ^{choice: [b, b]}"), "space.a: category 'b' twice is not allowed;", "different categories." },
        { Space("a: {choice: [b], log: ^true}"), "space.a.log: 'true' is not allowed;", "no log with choice." },
        { Space("^1a: {int: [1, 2]}"), "space.1a: name '1a' is not allowed;", "letters, digits, '_', '.', '-'." },
        { Space("a: {int: [1, 2], when: ^{b: 1}}"), "space.a.when: 'b' is not allowed;", "another parameter that does not depend on this one." },
        { Space("b: {choice: [u, v]}, a: {int: [1, 2], when: ^{b: w}}"), "space.a.when: 'w' is not allowed;", "one of u, v." },
        { Space("b: {float: [1, 2]}, a: {int: [1, 2], when: ^{b: 1}}"), "space.a.when: 'b' is not allowed;", "a choice, a whole number or a float with a step." },
        { Space("a: {int: [1, 2], when: ^{b: 1}}, b: {int: [1, 2], when: {a: 1}}"), "space.a.when: 'b' is not allowed;", "does not depend on this one." },
        { Space("a: {int: [1, 2]}") + "constraints: [^a + 1]\n", "constraints[0]: the end in 'a + 1' is not allowed;", "<=, <, >= or >." },
        { Space("a: {int: [1, 2]}") + "constraints: ^[a <= q]\n", "constraints: 'q' in 'a <= q' is not allowed;", "one of a." },
        { "kind: study\nname: x\nobjective: {synthetic: sphere}\ntrials: 3\nspace: {x0: ^{int: [1, 2]}}\n", "space.x0: the objective brings this parameter itself;", "expected other names." },
        { Study("prior: ^missing.csv\n"), "prior: 'missing.csv' cannot be read:", "." },
        { "kind: study\nname: x\n" + Train + "space: {^depth: {int: [1, 2]}}\n", "space.depth: 'depth' is not allowed; expected a field of a training,", "fresh, samples." },
        { "kind: study\nname: x\n" + Train + "space: {width: {int: [8, 16]}, ^network.width: {int: [8, 16]}}\n", "space.network.width: another parameter sets", "the same field." },
        { "kind: study\nname: x\n" + Train + "space: {width: ^{int: [0, 16]}}\n", "space.width: '0' is not allowed;", "a whole number from 1 to 4096." },
        { "kind: study\nname: x\n" + Train + "space: {activation: ^{choice: [silu, gelu]}}\n", "space.activation: 'gelu' is not allowed;", "one of sigmoid, silu, relu, tanh (did you mean 'relu'?)." },
        { "kind: study\nname: x\nspace: {width: {int: [8, 16]}}\ntrials: 3\nobjective: {training: {epochs: ^0}}\n", "epochs: '0' is not allowed;", "from 1 to 1000000." },
        { "kind: study\nname: x\nspace: {width: {int: [8, 16]}}\ntrials: 3\nobjective: {training: {^sweep: {users: [1, 2]}}}\n", "sweep: a training of a study has", "no sweep." },
        { "kind: study\nname: x\nspace: {width: {int: [8, 16]}}\ntrials: 3\nobjective: {training: ^no.yaml}\n", "objective.training: 'no.yaml' is not allowed;", "the file does not exist." },
        { "kind: study\nname: x\nspace: {width: {int: [8, 16]}}\ntrials: 3\nobjective: {training: {}, metric: ^loss}\n", "objective.metric: 'loss' is not allowed;", "one of validation_loss, mse, satisfaction, parameters, inference_us." },
        { "kind: study\nname: x\nspace: {width: {int: [8, 16]}}\ntrials: 3\nobjective: ^{training: {}, metric: inference_us}\n", "objective: inference_us is not allowed;", "as no two runs measure the same time." },
        { "kind: study\nname: x\nspace: {a: {int: [8, 16]}}\ntrials: 3\nobjective: {command: ^python}\n", "objective.command: 'python' is not allowed;", "a list of a program and its arguments." },
        { "kind: study\nname: x\nspace: {a: {int: [8, 16]}}\ntrials: 3\nobjective: {command: [f], timeout_s: ^0}\n", "objective.timeout_s: '0' is not allowed;", "a number > 0 and at most 1000000." },
        { "kind: study\nname: x\nspace: {a: {int: [8, 16]}}\ntrials: 3\npruner: ^hyperband\nobjective: {command: [f]}\n", "pruner: 'hyperband' is not allowed;", "as the objective does not tell its steps." },
    };

    private static string Study(string lines) => $"kind: study\nname: x\nobjective: {{synthetic: sphere}}\ntrials: 5\n{lines}";

    private static string Space(string parameters) => $"kind: study\nname: x\nobjective: {{command: [f]}}\ntrials: 5\nspace: {{{parameters}}}\n";
}
