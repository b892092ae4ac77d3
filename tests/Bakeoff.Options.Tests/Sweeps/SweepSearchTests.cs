using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Numerics;
using Bakeoff.Options.Sweeps;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Tests.Sweeps;

public sealed class SweepSearchTests
{
    private const string Plane = "keys: {x: {uniform: [-5, 10]}, y: {uniform: [0, 15]}}";

    private static readonly double[][] HartmannScales =
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] HartmannCentres =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    /// <summary>
    /// The published claim (Bergstra and others, 2011): with equal trials, proposals come closer to the optimum than random draws. Medians
    /// over nine seeds, below half of random's distance; over 21 seeds they are about a third and a fifth of it.
    /// </summary>
    [Theory]
    [InlineData("branin")]
    [InlineData("hartmann")]
    public void Tpe_StandardFunctions_ComesCloserThanRandom(string function)
    {
        double[] tpe = [.. Enumerable.Range(0, 9).Select(seed => Distance(function, "tpe", 60, seed)).Order()];
        double[] random = [.. Enumerable.Range(0, 9).Select(seed => Distance(function, "random", 60, seed)).Order()];

        tpe[4].ShouldBeLessThan(random[4] / 2);
    }

    [Fact]
    public void Tpe_ChoiceWithACondition_FindsItAndKeepsToTheCondition()
    {
        var search = Search(
            "tpe: {trials: 50, keys: {kind: {choice: [a, b, c]}, depth: {integer: [1, 9], when: {kind: c}}, "
                + "rate: {log_uniform: [1e-5, 1]}}}");
        var trials = Run(search, trial =>
            -(Text(trial, "kind") == "c" ? Math.Abs(Number(trial, "depth") - 7) : 5) - Math.Abs(Math.Log10(Number(trial, "rate")) + 3));

        trials.ShouldAllBe(trial => trial.Any(change => change.Key == "depth") == (Text(trial, "kind") == "c"));
        trials.ShouldAllBe(trial => Number(trial, "rate") >= 1e-5 && Number(trial, "rate") <= 1);
        trials.Select(Describe).ShouldBeUnique();

        // A third each at random; what is good is sought out.
        trials.Skip(25).Count(trial => Text(trial, "kind") == "c").ShouldBeGreaterThan(16);
    }

    [Fact]
    public void List_SameScores_GivesTheSameTrialsHoweverManyAreKnown()
    {
        var search = Search($"tpe: {{trials: 30, startup: 5, round: 3, {Plane}}}");
        var trials = Run(search, static trial => -Branin(Number(trial, "x"), Number(trial, "y")));
        double[] scores = [.. trials.Select(static trial => -Branin(Number(trial, "x"), Number(trial, "y")))];

        trials.Count.ShouldBe(30);
        search.List([.. scores.Take(10)]).Select(Describe).ShouldBe(trials.Take(11).Select(Describe));
        search.List([.. scores.Take(11)]).Select(Describe).ShouldBe(trials.Take(14).Select(Describe));
        search.List(scores).Select(Describe).ShouldBe(trials.Select(Describe));
    }

    [Fact]
    public void List_Startup_IsThatOfRandom() =>
        Search($"tpe: {{trials: 30, startup: 7, seed: 3, {Plane}}}")
            .List([])
            .Select(Describe)
            .ShouldBe(Random($"random: {{draws: 7, seed: 3, {Plane}}}").Select(Describe));

    [Fact]
    public void List_FailedTrials_CountAsBadAndSearchGoesOn()
    {
        var trials = Run(Search($"tpe: {{trials: 60, {Plane}}}"), static trial => Number(trial, "x") < 2.5 ? double.NaN : 0);

        trials.Count.ShouldBe(60);
        trials.Skip(30).Count(static trial => Number(trial, "x") >= 2.5).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void List_FewCombinations_EndsWhenAllWereTried() =>
        Run(Search("tpe: {trials: 20, startup: 2, keys: {a: {choice: [1, 2]}, b: {integer: [1, 3]}}}"), static trial => Number(trial, "b"))
            .Count.ShouldBe(6);

    [Fact]
    public void List_ValuesThatGiveNoExperiment_AreDrawnAgain()
    {
        var search = Search($"tpe: {{trials: 30, startup: 5, {Plane}}}", static trial => Number(trial, "x") > 0);

        Run(search, static trial => -Number(trial, "x")).Skip(5).ShouldAllBe(static trial => Number(trial, "x") > 0);
    }

    [Fact]
    public void Halving_EachRound_KeepsTheBestAndGivesThemMore()
    {
        var search = Search("halving: {trials: 9, by: epochs, from: 2, to: 20, keys: {x: {integer: [1, 1000]}}}");
        var trials = Run(search, static trial => Number(trial, "x"));

        // 20 / 9 = 2.2, 20 / 3 = 6.7.
        trials.Select(static trial => Number(trial, "epochs")).ShouldBe([2, 2, 2, 2, 2, 2, 2, 2, 2, 7, 7, 7, 20]);
        search.TrialCount.ShouldBe(13);
        var first = trials.Take(9).Select(static trial => Number(trial, "x")).ToList();
        trials.Skip(9).Take(3).Select(static trial => Number(trial, "x")).ShouldBe(first.OrderDescending().Take(3), ignoreOrder: true);
        Number(trials[12], "x").ShouldBe(first.Max());
        trials.Select(search.IsWhole).ShouldBe([.. Enumerable.Repeat(false, 12), true]);
    }

    [Fact]
    public void Halving_AllTrialsFail_Ends() =>
        Run(Search("halving: {trials: 4, by: epochs, from: 1, to: 9, keys: {x: {integer: [1, 1000]}}}"), static _ => double.NaN)
            .Count.ShouldBe(4);

    private static double Distance(string function, string kind, int count, int seed)
    {
        var isBranin = function == "branin";
        var cube = string.Join(", ", Enumerable.Range(0, 6).Select(static i => $"x{i}: {{uniform: [0, 1]}}"));
        var keys = isBranin ? Plane : $"keys: {{{cube}}}";

        // What is above the least value that is known of each.
        double Value(IReadOnlyList<SweepChange> trial) =>
            isBranin ? Branin(Number(trial, "x"), Number(trial, "y")) - 0.397887 : Hartmann(trial) + 3.32237;
        var trials = kind == "tpe"
            ? Run(Search($"tpe: {{trials: {count}, seed: {seed}, {keys}}}"), trial => -Value(trial))
            : Random($"random: {{draws: {count}, seed: {seed}, {keys}}}");
        return trials.Min(Value);
    }

    private static double Branin(double x, double y) =>
        Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2)
        + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x))
        + 10;

    private static double Hartmann(IReadOnlyList<SweepChange> trial)
    {
        double[] weights = [1, 1.2, 3, 3.2];
        double Exponent(int i) =>
            Enumerable.Range(0, 6).Sum(j => HartmannScales[i][j] * Math.Pow(Number(trial, $"x{j}") - HartmannCentres[i][j], 2));
        return -weights.Select((weight, i) => weight * Math.Exp(-Exponent(i))).Sum();
    }

    private static IReadOnlyList<IReadOnlyList<SweepChange>> Run(ISweepSearch search, Func<IReadOnlyList<SweepChange>, double> score)
    {
        var scores = new List<double>();
        while (true)
        {
            var trials = search.List(scores);
            if (trials.Count == scores.Count)
            {
                return trials;
            }

            scores.AddRange(trials.Skip(scores.Count).Select(score));
        }
    }

    private static ISweepSearch Search(string sweep, Func<IReadOnlyList<SweepChange>, bool>? isValid = null)
    {
        var (tree, options) = Read(sweep);
        return SweepPlan.SearchOf(tree, options, isValid ?? (static _ => true)).ShouldNotBeNull();
    }

    private static IReadOnlyList<IReadOnlyList<SweepChange>> Random(string sweep)
    {
        var (tree, options) = Read(sweep);
        return SweepPlan.List(tree, options, static _ => [], static () => []);
    }

    private static (MappingNode Tree, SweepOptions Options) Read(string sweep)
    {
        var problems = new ProblemList();
        var tree = YamlTreeReader.ReadText($"sweep: {{{sweep}}}", "test", problems).ShouldNotBeNull();
        var holder = YamlOptions.Bind<Holder>(tree, problems);
        problems.ThrowIfAny();
        return (tree, holder.Sweep);
    }

    private static string Text(IReadOnlyList<SweepChange> trial, string key) => trial.First(change => change.Key == key).Value.ToYaml();

    private static double Number(IReadOnlyList<SweepChange> trial, string key) =>
        double.Parse(Text(trial, key), CultureInfo.InvariantCulture);

    private static string Describe(IReadOnlyList<SweepChange> trial) =>
        string.Join(", ", trial.Select(static change => $"{change.Key}={change.Value.ToYaml()}"));

    private sealed record Holder
    {
        [JsonPropertyName("sweep")]
        public required SweepOptions Sweep { get; init; }
    }
}
