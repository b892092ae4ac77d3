using System.Globalization;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Configuration.Sweeps;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class SweepExpanderTests
{
    public const string Baseline = "name: a\nseed: 7\ndataset: tess\nsplit: {by: random}\nmodel: [lstm: {units: 8}, dense: {units: 4}]\n";

    [Fact]
    public void Expand_NeitherSweepNorSeeds_GivesTheExperimentItself()
    {
        var member = Expand("").ShouldHaveSingleItem();

        member.Name.ShouldBe("a");
        member.Group.ShouldBe("a");
        member.Experiment.Label.ShouldBe("a");
        member.Experiment.Options.Seed.ShouldBe(7UL);
    }

    [Fact]
    public void Expand_GridAndSeeds_CombinesAllWithTheLastFastest()
    {
        var members = Expand("seeds: [1, 2]\nsweep:\n  grid:\n    features.n_mfcc: [13, 40]\n    training.learning_rate: [1e-3, 0.01]\n");

        members
            .Select(m => m.Name)
            .ShouldBe([
                "a+n_mfcc=13+learning_rate=0.001+seed=1",
                "a+n_mfcc=13+learning_rate=0.001+seed=2",
                "a+n_mfcc=13+learning_rate=0.01+seed=1",
                "a+n_mfcc=13+learning_rate=0.01+seed=2",
                "a+n_mfcc=40+learning_rate=0.001+seed=1",
                "a+n_mfcc=40+learning_rate=0.001+seed=2",
                "a+n_mfcc=40+learning_rate=0.01+seed=1",
                "a+n_mfcc=40+learning_rate=0.01+seed=2",
            ]);
        members[1].Group.ShouldBe("a+n_mfcc=13+learning_rate=0.001");
        members[1].Changes.Select(c => $"{c.Key}={c.Value}").ShouldBe(["features.n_mfcc=13", "training.learning_rate=0.001", "seed=2"]);
        members[1].GroupLabel.ShouldBe("n_mfcc=13, learning_rate=0.001");
        members[1].Experiment.Label.ShouldBe("n_mfcc=13, learning_rate=0.001, seed=2");
        members[1].Experiment.Name.ShouldBe(members[1].Name);
        members[1].Experiment.Options.Features.MfccCount.ShouldBe(13);
        members[1].Experiment.Options.Seed.ShouldBe(2UL);
        members[1].Experiment.Options.Sweep.ShouldBeNull();
        members[1].Experiment.Parameters.Single(p => p.Key == "features.n_mfcc").Origin.ToString().ShouldBe("experiments/a.yaml(9)");
    }

    [Fact]
    public void Expand_EncodersThatDifferInNothingElse_AreMembersAndEqualOnesAreNot()
    {
        const string Encoder = "features: {kind: {encoder: {model: nobody/a}}, sample_rate_hz: 16000}\n";

        Expand(Encoder + "sweep: {grid: {features.kind.encoder.model: [nobody/a, nobody/b]}}")
            .Select(m => m.Experiment.Parameters.Single(p => p.Key == "features.kind.encoder.model").Value)
            .ShouldBe(["nobody/a", "nobody/b"]);
        Should.Throw<ConfigurationException>(() => Expand(Encoder + "sweep: {grid: {features.kind.encoder.model: [nobody/a, nobody/a]}}"))
            .Message.ShouldContain("have equal parameters");
    }

    [Fact]
    public void Expand_KeysWithEqualEndings_NamesEnoughOfEach() =>
        Expand("sweep: {grid: {model.0.lstm.units: [8, 16], model.1.dense.units: [2]}}")
            .Select(m => m.Name)
            .ShouldBe(["a+lstm.units=8+dense.units=2", "a+lstm.units=16+dense.units=2"]);

    [Fact]
    public void Expand_List_KeepsItsOrderAndTakesWholeLists()
    {
        var members = Expand("sweep:\n  list:\n    - {features.kind: log_mel, features.n_mels: 64}\n    - {model: [gru: {units: 3}]}\n");

        members.Select(m => m.Name).ShouldBe(["a+kind=log_mel+n_mels=64", "a+model=gru-units-3"]);
        members[1].Experiment.Options.Model!.ShouldHaveSingleItem().Kind.ShouldBe("gru");
    }

    [Fact]
    public void Expand_Random_DrawsInRangeAndKeepsEarlierDraws()
    {
        const string Sweep =
            "sweep:\n  random:\n    draws: {0}\n    seed: 3\n    keys:\n      training.learning_rate: {{log_uniform: [1e-4, 1e-2]}}\n  "
                + "    model.0.lstm.units: {{integer: [4, 64]}}\n      training.label_smoothing: {{uniform: [0, 0.2]}}\n      "
                + "features.kind: {{choice: [mfcc, log_mel]}}\n";
        var ten = Expand(string.Format(CultureInfo.InvariantCulture, Sweep, 10));
        var twenty = Expand(string.Format(CultureInfo.InvariantCulture, Sweep, 20));

        ten.Count.ShouldBe(10);
        ten.Select(m => m.Experiment.Options.Training!.LearningRate).ShouldAllBe(rate => rate >= 1e-4 && rate <= 1e-2);
        ten.Select(m => m.Experiment.Options.Features.Kind).Distinct().Count().ShouldBe(2);
        twenty.Take(10).Select(m => m.Name).ShouldBe(ten.Select(m => m.Name));

        // Pinned: a draw that moved would rename members and orphan their results.
        ten[0].Name.ShouldBe("a+learning_rate=0.001942+units=19+label_smoothing=0.07509+kind=log_mel");
    }

    [Fact]
    public void Expand_RandomOverFewChoices_DrawsEachOnce() =>
        Expand("sweep: {random: {draws: 3, keys: {features.n_mfcc: {choice: [13, 20, 40]}}}}")
            .Select(m => m.Experiment.Options.Features.MfccCount)
            .ShouldBe([13, 20, 40], ignoreOrder: true);

    [Fact]
    public void Expand_LongNames_AreCutAndStayApart()
    {
        var layers = string.Join(
            ", ",
            Enumerable.Range(1, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{dense: {{units: {i}}}}}")));
        var members = Expand($"sweep: {{list: [{{model: [lstm: {{}}, {layers}]}}, {{model: [lstm: {{}}, {layers}, dropout: {{}}]}}]}}");

        members.ShouldAllBe(m => m.Name.Length <= 120);
        members[0].Name.ShouldNotBe(members[1].Name);
    }

    [Theory]
    [InlineData("sweep: {grid: {features.n_mfc: [13]}}", "a.yaml(6,16): unknown key 'n_mfc' in features. Did you mean 'n_mfcc'?")]
    [InlineData(
        "sweep: {grid: {features.n_mfcc: [13, many]}}",
        "a.yaml(6,38): features.n_mfcc is 'many', expected a whole number from 1 to 1024.")]
    [InlineData(
        "sweep: {grid: {model.0.gru.units: [13]}}",
        "a.yaml(6,16): model.0 is lstm, not 'gru'. Use model.0.lstm, or replace the whole item: model.0={gru: {...}}.")]
    [InlineData(
        "sweep: {grid: {features.n_mfcc: [13, 13]}}",
        "a.yaml(6,1): members 1 and 2 of 2 have equal parameters (a+n_mfcc=13), expected each once. Remove the repeated value.")]
    [InlineData(
        "seeds: [1, 1]",
        "a.yaml(6,1): members 1 and 2 of 2 have equal parameters (a+seed=1), expected each once. Remove the repeated value.")]
    [InlineData(
        "sweep: {list: [{features.n_mfcc: 40}, {features.n_mels: 128}]}",
        "a.yaml(6,1): members 1 and 2 of 2 have equal parameters (a+n_mels=128), expected each once. Remove the repeated value.")]
    [InlineData(
        "sweep: {grid: {name: [b]}}",
        "a.yaml(6,16): sweep sets name, expected a key that changes results. name is the same for all members.")]
    [InlineData(
        "sweep: {grid: {dataset.source: [/x]}}",
        "a.yaml(6,33): dataset.source is '/x', expected nothing in a file, because it differs between machines. Remove the line and "
            + "pass --set=dataset.source=VALUE.")]
    [InlineData(
        "sweep: {grid: {dataset: [tess, tss]}}",
        "a.yaml(6,32): dataset.name is 'tss', expected a corpus described in experiments/datasets/NAME.yaml. Did you mean 'tess'? "
            + "There are: quickstart, tess, tess-100-words.")]
    [InlineData(
        "sweep: {}",
        "a.yaml(6,8): sweep is empty, expected one of grid, list, random, tpe, halving and cross. An example: grid: "
            + "{features.n_mfcc: [13, 40]}.")]
    [InlineData(
        "sweep: {grid: {seed: [1]}, list: [{seed: 2}]}",
        "a.yaml(6,8): sweep has grid and list, expected one of them. Put the others into an experiment of their own.")]
    [InlineData(
        "sweep: {grid: {features.n_mfcc: []}}",
        "a.yaml(6,15): sweep.grid has no values for features.n_mfcc, expected at least one. Give values or remove the key.")]
    [InlineData("sweep: {grid: {features.n_mfcc: 13}}", "a.yaml(6,33): sweep.grid.features.n_mfcc is 13, expected a list. Write [13].")]
    [InlineData(
        "sweep: {random: {draws: 2, keys: {seed: {uniform: [2, 1]}}}}",
        "a.yaml(6,51): sweep.random.keys.seed.uniform is [2, 1], expected two numbers, the lower first. Correct it, or use choice: "
            + "[VALUE, ...] for single values.")]
    [InlineData(
        "sweep: {random: {draws: 2, keys: {training.learning_rate: {log_uniform: [0, 0.1]}}}}",
        "a.yaml(6,73): sweep.random.keys.training.learning_rate.log_uniform is [0, 0.1], expected two numbers above 0, the lower first. "
            + "Correct it, or use choice: [VALUE, ...] for single values.")]
    [InlineData(
        "sweep: {random: {draws: 2, keys: {features.n_mfcc: {integer: [13]}}}}",
        "a.yaml(6,62): sweep.random.keys.features.n_mfcc.integer is [13], expected two whole numbers, the lower first. Correct it, or "
            + "use choice: [VALUE, ...] for single values.")]
    [InlineData(
        "sweep: {random: {draws: 2, keys: {seed: {}}}}",
        "a.yaml(6,41): sweep.random.keys.seed needs exactly one of uniform, log_uniform, integer and choice. An example: {log_uniform: "
            + "[0.0001, 0.01]}.")]
    [InlineData(
        "seeds: [1]\nsweep: {grid: {seed: [1]}}",
        "a.yaml(6,8): seeds is given, but sweep.grid sets seed as well. Remove one of the two.")]
    [InlineData("seeds: []", "a.yaml(6,8): seeds has 0 items, expected at least 1.")]
    [InlineData(
        "sweep: {random: {draws: 5, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,1): random finds only 2 different members, expected 5 (draws). Lower draws or widen the ranges.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, objective: test_uar, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,37): sweep.tpe.objective is test_uar, expected a metric of clips held out of training: whoever searches by the "
            + "test clips has "
            + "trained on them. Use validation_uar, or inner_uar with a classifier.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, objective: inner_uar, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,37): sweep.tpe.objective is inner_uar, which classifiers have, expected a metric of the validation clips. Use "
            + "validation_uar.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, keys: {seed: {integer: [1, 9]}}}}",
        "a.yaml(6,32): sweep.tpe.keys has seed, expected settings: the luckiest seed is no finding. Remove it, and repeat trials "
            + "with seeds: "
            + "[1, 2, 3] if need be.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, keys: {split.test: {uniform: [0.1, 0.5]}}}}",
        "a.yaml(6,32): sweep.tpe.keys has split.test, expected settings: trials on other clips or for other labels cannot be compared. "
            + "Remove it, and search in each alone.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, keys: {features.n_mfcc: {integer: [3, 9], when: {features.kind: mfcc}}}}}",
        "a.yaml(6,32): sweep.tpe.keys has features.n_mfcc when features.kind is mfcc, expected a key of the search that stands "
            + "above it. Move "
            + "features.kind up, or correct its name.")]
    [InlineData(
        "sweep: {halving: {trials: 3, from: 10, to: 20, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,44): sweep.halving.to is 20, expected at least from (10) times factor (3), so that there are two rounds. Raise "
            + "it, or lower "
            + "from.")]
    [InlineData(
        "sweep: {halving: {trials: 2, by: training.epoch, from: 1, to: 9, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,9): unknown key 'epoch' in training. Did you mean 'epochs'?")]
    [InlineData(
        "sweep: {halving: {trials: 2, by: training.learning_rate, from: 1, to: 9, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,34): sweep.halving.by is training.learning_rate, expected a whole number that says how much training is done, of which "
            + "each round gives more. Use training.epochs, split.train_clips, or rounds or trees of a candidate, and search over the other "
            + "among keys.")]
    [InlineData(
        "sweep: {halving: {trials: 2, by: model.0.lstm.units, from: 1, to: 9, keys: {features.n_mfcc: {choice: [13, 20]}}}}",
        "a.yaml(6,34): sweep.halving.by is model.0.lstm.units, expected a whole number that says how much training is done, of which "
            + "each round gives more. Use training.epochs, split.train_clips, or rounds or trees of a candidate, and search over the other "
            + "among keys.")]
    [InlineData(
        "sweep: {halving: {trials: 2, by: classifier.candidates.0.random_forest.trees, from: 1, to: 9, keys: {features.n_mfcc: "
            + "{choice: [13]}}}}",
        "a.yaml(6,34): sweep.halving.by is classifier.candidates.0.random_forest.trees, which classifiers have, expected effort of a "
            + "network. Use training.epochs or split.train_clips.")]
    [InlineData(
        "sweep: {tpe: {trials: 3, keys: [seed]}}",
        "a.yaml(6,32): sweep.tpe.keys is a list, expected a mapping. Remove the dashes or brackets.")]
    public void Expand_WrongSweep_SaysWhereAndWhatToDo(string sweep, string message) =>
        Should
            .Throw<ConfigurationException>(() => Expand(sweep + "\n"))
            .Problems.Select(p => p.ToString())
            .ShouldBe(["experiments/" + message]);

    [Fact]
    public void Expand_Cross_PairsAllCorporaAndKeepsWhatIsNotTheTestSide()
    {
        using var folder = new SampleFolder((
            "a",
            Baseline.Replace("by: random", "by: kfold, group_by: text, folds: 4, validation: 0.3, acknowledge: [shared_texts]")
                + "seeds: [1, 2]\nsweep: {cross: true}\n"));
        var members = SweepExpander.Expand(ExperimentReader.Read(folder.Root, "a", ["dataset=tess-100-words,tess,quickstart"]));

        // Nine pairs, then all but one for each, with two seeds.
        members.Count.ShouldBe(24);
        members[0].Name.ShouldBe("a@dataset=tess-100-words,tess,quickstart+train_corpora=quickstart+test_corpora=quickstart+seed=1");
        members.Skip(2).Take(3).Select(static m => m.Experiment.Label).ShouldBe([
            "train_corpora=[quickstart], test_corpora=[tess], seed=1",
            "train_corpora=[quickstart], test_corpora=[tess], seed=2",
            "train_corpora=[quickstart], test_corpora=[tess-100-words], seed=1",
        ]);
        members[^1].Experiment.Label.ShouldBe("test_corpora=[tess-100-words], seed=2");
        var split = members[2].Experiment.Options.Split;
        (split.By, split.GroupBy, split.Folds, split.Validation).ShouldBe((SplitRule.Corpus, SplitGrouping.None, 4, 0.3));
        (split.TrainCorpora.Single(), split.TestCorpora.Single(), split.Acknowledge.Single())
            .ShouldBe(("quickstart", "tess", Leak.SharedTexts));
        members[^1].Experiment.Options.Split.TrainCorpora.ShouldBeEmpty();

        File.WriteAllText(Path.Combine(folder.Root, "experiments/datasets/tess.yaml"), "name: tess\npattern: '(?<label>x)'\n");
        Should
            .Throw<ConfigurationException>(() => SweepExpander.Expand(ExperimentReader.Read(folder.Root, "a", [])))
            .Problems.Single()
            .ToString()
            .ShouldBe(
                "experiments/a.yaml(7,9): sweep.cross pairs the corpora of dataset tess, which is one, expected at least two. "
                    + "Name them with "
                    + "commas between, such as dataset: tess,OTHER, or a dataset that is made of others.");

        // Of two corpora, all but one is the other.
        SweepExpander.Expand(ExperimentReader.Read(folder.Root, "a", ["dataset=tess,quickstart"])).Count.ShouldBe(8);
    }

    [Theory]
    [InlineData("tess,tess", "dataset.name is 'tess,tess', which names tess twice, expected each corpus once. Remove one.")]
    [InlineData("tess,tes", "dataset.name has 'tes', expected a corpus described in experiments/datasets/NAME.yaml. Did you mean 'tess'?")]
    public void Read_WrongCorpora_SaysWhich(string dataset, string message)
    {
        using var folder = new SampleFolder(("a", Baseline));
        Should
            .Throw<ConfigurationException>(() => ExperimentReader.Read(folder.Root, "a", [$"dataset={dataset}"]))
            .Problems.ShouldHaveSingleItem()
            .Message.ShouldStartWith(message);
    }

    [Fact]
    public void Expand_SameProblemInManyMembers_IsReportedOnce() =>
        Should
            .Throw<ConfigurationException>(() => Expand("sweep: {grid: {features.n_mfc: [13], training.epochs: [1, 2, 3]}}"))
            .Problems.Count.ShouldBe(1);

    private static IReadOnlyList<SweepMember> Expand(string sweep)
    {
        using var folder = new SampleFolder(("a", Baseline + sweep));
        return SweepExpander.Expand(ExperimentReader.Read(folder.Root, "a", []));
    }
}
