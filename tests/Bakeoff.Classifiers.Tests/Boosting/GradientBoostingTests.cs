using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Sampling;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Classifiers.Tests.Boosting;

public sealed class GradientBoostingTests
{
    private static readonly JsonElement Data = Read("boosting/boosting.json");

    public static TheoryData<GradientBoostingOptions> Kinds =>
        [
            new GradientBoostingOptions { Rounds = 4, MinLeaf = 5 },
            new GradientBoostingOptions { Rounds = 3, MinLeaf = 1, Leaves = 6, L2 = 0, Bins = 7, LearningRate = 1 },
            new GradientBoostingOptions { Rounds = 3, MinLeaf = 8, Depth = 3, Leaves = 8 },
            new GradientBoostingOptions { Rounds = 4, MinLeaf = 3, Subsample = 0.6, Colsample = 0.3, MinChildWeight = 2 },
        ];

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void Train_AnyThreads_IsTheReference(GradientBoostingOptions options)
    {
        var training = Made(110, columns: 11, seed: 1);
        if (options.Subsample < 1)
        {
            training = training with { Weights = [.. Enumerable.Range(0, 110).Select(static row => 0.1 + (row % 7))] };
        }

        var expected = new BoostingReference(options, new ClassTruth(training), seed: 3).Train().ToArrays();

        foreach (var threads in new[] { 1, 2, 5 })
        {
            var arrays = options.Train(training, seed: 3, threads).ToArrays();
            arrays.Select(static array => array.Values).ShouldBe(expected.Select(static array => array.Values));
        }

        expected[0].Shape[0].ShouldBeGreaterThan(3 * 3 * options.Rounds);
    }

    // Written down when the trees were those of the reference; any processor gives them.
    [Fact]
    public void Train_ManyRows_HasTheBitsOfTheFirstRelease()
    {
        var options = new GradientBoostingOptions { Rounds = 10, Subsample = 0.8 };
        var arrays = options.Train(Made(3000, 20, seed: 2), seed: 1, threads: 2).ToArrays();

        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(arrays[0].Values.AsSpan())))[..16].ShouldBe("61b0775d964bf214");
    }

    [Fact]
    public void Train_SmallCaseByHand_HasItsTreesAndProbabilities()
    {
        var data = Data.GetProperty("by_hand");
        var x = data.GetProperty("x").EnumerateArray().SelectMany(static row => row.EnumerateArray()).Select(static value =>
            value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble());
        var rows = new DesignMatrix([.. x], 3);
        int[] labels = [.. data.GetProperty("y").EnumerateArray().Select(static value => value.GetInt32())];
        var options = new GradientBoostingOptions { Rounds = 3, Leaves = 4, MinLeaf = 5, L2 = 0.5, LearningRate = 0.3 };

        var classifier = options.Train(new TrainingRows(rows, labels, 3), seed: 1, threads: 1);

        var trees = data.GetProperty("trees").EnumerateArray().ToList();
        double[] nodes = [.. trees.SelectMany(static tree => tree.EnumerateArray()).SelectMany(static node => node.EnumerateArray()).Select(
            static value => value.ValueKind == JsonValueKind.Null ? double.NegativeInfinity : value.GetDouble())];
        var arrays = classifier.ToArrays();
        arrays[1].Values.ShouldBe(trees.Select((_, t) => (double)trees.Take(t).Sum(static tree => tree.GetArrayLength())));
        arrays[0].Values.Length.ShouldBe(nodes.Length);

        // The script adds float64; here derivatives are rounded to 2^-46 and 2^-34.
        for (var i = 0; i < nodes.Length; i++)
        {
            arrays[0].Values[i].ShouldBe(nodes[i], 1e-9);
        }

        foreach (var (row, own) in data.GetProperty("probabilities").EnumerateArray().Index())
        {
            var probabilities = classifier.Probabilities(rows.Row(row));
            foreach (var (k, value) in own.EnumerateArray().Index())
            {
                probabilities[k].ShouldBe(value.GetDouble(), 1e-9);
            }
        }
    }

    [Fact]
    public void Train_SameSettings_DecidesAsScikitLearn()
    {
        var (data, expected) = (Read("classical/decisions.json"), Data.GetProperty("sklearn"));
        var columns = data.GetProperty("features").GetInt32();
        double[] train = [.. Numbers(data, "train").Select(static value => Math.Round(value * 8) / 8)];
        int[] labels = [.. Numbers(data, "train_labels").Select(static value => (int)value)];
        var test = new DesignMatrix([.. Numbers(data, "test")], columns);
        var options = new GradientBoostingOptions { Rounds = 40, Leaves = 15, MinLeaf = 10 };

        var probabilities = options.Train(new TrainingRows(new DesignMatrix(train, columns), labels, 5), 1, 2).Probabilities(test, 2);

        var decisions = Array.ConvertAll(probabilities, static own => Softmax.ArgMax(own));
        double Share(IEnumerable<double> others) => decisions.Zip(others).Average(static pair => pair.First == (int)pair.Second ? 1.0 : 0);
        var (same, accuracy) = (Share(Numbers(expected, "decisions")), Share(Numbers(data, "test_labels")));
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"same {same}, accuracy {accuracy}"));
        same.ShouldBeGreaterThanOrEqualTo(0.99);
        accuracy.ShouldBe(expected.GetProperty("accuracy").GetDouble(), 0.01);
    }

    [Fact]
    public void Train_FeatureThatIsMissingForAClass_SplitsItOff()
    {
        var values = Enumerable.Range(0, 60).Select(static i => i % 2 == 0 ? double.NaN : i);
        var rows = new TrainingRows(new DesignMatrix([.. values], 1), [.. Enumerable.Range(0, 60).Select(static i => i % 2)], 2);

        var classifier = new GradientBoostingOptions { Rounds = 20 }.Train(rows, seed: 1, threads: 1);

        classifier.Probabilities([double.NaN])[0].ShouldBeGreaterThan(0.8);
        classifier.Probabilities([-1e300])[1].ShouldBeGreaterThan(0.8);
        classifier.Probabilities([double.NegativeInfinity]).ShouldBe(classifier.Probabilities([double.NaN]));
    }

    [Fact]
    public void Train_RowsThatCannotBeToldApart_GivesTheirShares()
    {
        var rows = new TrainingRows(new DesignMatrix(new double[60], 1), [.. Enumerable.Range(0, 60).Select(static i => i % 3 / 2)], 2);

        new GradientBoostingOptions { L2 = 0 }.Train(rows, seed: 1, threads: 1).Probabilities([0])[0].ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Train_EarlyStopping_HoldsOutWholeGroupsAndKeepsTheBestRound()
    {
        var made = Made(400, 6, seed: 4);
        int[] groups = [.. Enumerable.Range(0, 400).Select(static i => i % 10)];
        var training = made with { Groups = groups };
        var patience = new EarlyStoppingOptions { Patience = 5 };
        var stopping = new GradientBoostingOptions { Rounds = 300, LearningRate = 0.3, EarlyStopping = patience };

        var stopped = stopping.Train(training, seed: 1, threads: 2).ToArrays();

        var rounds = stopped[1].Values.Length / 3;
        rounds.ShouldBeInRange(3, 100);
        var parts = new ClassTruth(training).HoldOut(0.2, seed: 1);
        parts.HeldOut.Length.ShouldBe(80);
        parts.HeldOut.Select(row => groups[row]).Distinct().Count().ShouldBe(2);
        parts.Grown.Concat(parts.HeldOut).Order().ShouldBe(Enumerable.Range(0, 400));
        new ClassTruth(training).HoldOut(0.2, seed: 2).HeldOut.ShouldNotBe(parts.HeldOut);

        // The same rounds on the same rows, without stopping.
        var grown = new TrainingRows(made.Rows.Rows(parts.Grown), Array.ConvertAll(parts.Grown, row => made.Classes[row]), 3);
        var plain = (stopping with { EarlyStopping = null, Rounds = rounds }).Train(grown, seed: 1, threads: 1);
        plain.ToArrays()[0].Values.ShouldBe(stopped[0].Values);
        double Loss(IClassifier classifier) =>
            parts.HeldOut.Sum(row => -DeterministicMath.Log(classifier.Probabilities(made.Rows.Row(row))[made.Classes[row]]));
        foreach (var other in new[] { rounds - 1, rounds + 1, rounds + 5 })
        {
            Loss((stopping with { EarlyStopping = null, Rounds = other }).Train(grown, 1, 1)).ShouldBeGreaterThan(Loss(plain));
        }
    }

    [Fact]
    public void Choose_GroupThatHasAClassAlone_IsNotHeldOut()
    {
        var rows = new TrainingRows(new DesignMatrix(new double[6], 1), [0, 0, 1, 0, 1, 2], 3) { Groups = [0, 0, 1, 1, 2, 3] };

        for (var seed = 0UL; seed < 20; seed++)
        {
            new ClassTruth(rows).HoldOut(0.5, seed).HeldOut.ShouldNotContain(5);
        }

        Should.Throw<ClassifierException>(() => new ClassTruth(rows with { Groups = new int[6] }).HoldOut(0.5, 1)).Message.ShouldBe(
            "early_stopping finds no group to hold out among 1, expected one without which there are still clips, of every class. "
            + "Leave early_stopping out, or add recordings.");
    }

    [Fact]
    public void Choose_SampledRows_KeepTheirGroups()
    {
        var rows = new TrainingRows(new DesignMatrix([1, 2, 3, 4, 5], 1), [0, 0, 0, 1, 1], 2) { Groups = [7, 8, 9, 8, 9] };

        RowSampler.Sample(rows, RowSampling.Over, seed: 1, threads: 1).Groups!.Length.ShouldBe(6);
        RowSampler.Sample(rows, RowSampling.Over, seed: 1, threads: 1).Groups![5].ShouldBeOneOf(8, 9);
        RowSampler.Sample(rows, RowSampling.Under, seed: 1, threads: 1).Groups!.Length.ShouldBe(4);
        var smote = RowSampler.Sample(rows, RowSampling.Smote, seed: 1, threads: 1);
        Should.Throw<ClassifierException>(() => new ClassTruth(smote).HoldOut(0.5, 1)).Message.ShouldBe(
            "early_stopping holds out whole speakers, but rows lie between those of two speakers (sampling: smote), "
            + "expected rows of one speaker each. Use sampling: over or under, or leave early_stopping out.");
    }

    [Fact]
    public void Restore_Arrays_GivesTheSameBits()
    {
        var options = new GradientBoostingOptions { Rounds = 5 };
        var rows = Made(200, 4, seed: 5);
        var trained = options.Train(rows, seed: 1, threads: 2);

        var restored = options.Restore(new ClassifierArrays(trained.ToArrays()), 3);

        restored.Probabilities(rows.Rows, threads: 2).ShouldBe(trained.Probabilities(rows.Rows, threads: 1));
        restored.Probabilities(rows.Rows.Row(7)).ShouldBe(trained.Probabilities(rows.Rows, threads: 1)[7]);
        trained.Probabilities(rows.Rows.Row(7)).Sum().ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Parse_Yaml_ReadsEarlyStopping() =>
        YamlOptions
            .Parse<ClassifierOptionsTests.Candidates>(
                "classifiers: [gradient_boosting: {rounds: 500, early_stopping: {patience: 20}}, gradient_boosting: {}]", "test.yaml")
            .Classifiers
            .ShouldBe(
            [
                new GradientBoostingOptions { Rounds = 500, EarlyStopping = new EarlyStoppingOptions { Patience = 20 } },
                new GradientBoostingOptions(),
            ]);

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public void TrainRegressor_AnyThreads_IsTheReference(GradientBoostingOptions options)
    {
        var training = MadeNumbers(110, columns: 11, seed: 6);

        var expected = new BoostingReference(options, new NumberTruth(training), seed: 3).Train().ToArrays();

        foreach (var threads in new[] { 1, 2, 5 })
        {
            var arrays = options.TrainRegressor(training, seed: 3, threads).ToArrays();
            arrays.Select(static array => array.Values).ShouldBe(expected.Select(static array => array.Values));
        }

        expected[0].Shape[0].ShouldBeGreaterThan(3 * options.Rounds);
    }

    // scikit-learn's errors are float32: predictions of numbers around 40 are up to 2.4e-7 apart.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void TrainRegressor_SameSettings_PredictsAsScikitLearn(int number)
    {
        var (data, golden) = (Read("classical/decisions.json"), Data.GetProperty("sklearn_numbers"));
        var columns = data.GetProperty("features").GetInt32();
        double[] train = [.. Numbers(data, "train").Select(static value => Math.Round(value * 8) / 8)];
        var test = new DesignMatrix([.. Numbers(data, "test").Take(200 * columns)], columns);
        var rows = new TargetRows(new DesignMatrix(train, columns), [.. Numbers(golden, "y")]);
        var options = number == 0
            ? new GradientBoostingOptions { Rounds = 40, Leaves = 15, MinLeaf = 10, L2 = 1 }
            : new GradientBoostingOptions { Rounds = 25, LearningRate = 0.3, Depth = 3, MinLeaf = 5, L2 = 0 };

        var predicted = options.TrainRegressor(rows, seed: 1, threads: 2).Predict(test, threads: 2);

        var expected = Numbers(golden.GetProperty("cases")[number], "predictions");
        var largest = predicted.Zip(expected, static (ours, theirs) => Math.Abs(ours - theirs)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{largest:E2}"));
        largest.ShouldBeLessThan(1e-5);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1)]
    [InlineData(1e9)]
    public void TrainRegressor_NumbersOfAnyUnit_AreLearnedAlike(double unit)
    {
        var rows = MadeNumbers(200, 6, seed: 7);
        var options = new GradientBoostingOptions { Rounds = 30, MinLeaf = 5 };
        var expected = options.TrainRegressor(rows, seed: 1, threads: 1).Predict(rows.Rows, threads: 1);

        var scaled = new TargetRows(rows.Rows, Array.ConvertAll(rows.Values, value => value * unit));
        var predicted = options.TrainRegressor(scaled, seed: 1, threads: 1).Predict(rows.Rows, threads: 1);

        // Numbers go from -6 to 8; rounding to 2^-44 of the largest error of a round.
        predicted.Zip(expected).ShouldAllBe(pair => Math.Abs((pair.First / unit) - pair.Second) < 1e-9);
        rows.Values.Zip(expected).Average(static pair => Math.Pow(pair.First - pair.Second, 2)).ShouldBeLessThan(1);
    }

    [Fact]
    public void TrainRegressor_EqualNumbers_GivesThem()
    {
        var features = new DesignMatrix([.. Enumerable.Range(0, 60).Select(static i => (double)i)], 1);
        var rows = new TargetRows(features, [.. Enumerable.Repeat(0.1, 60)]);

        var regressor = new GradientBoostingOptions { L2 = 0 }.TrainRegressor(rows, seed: 1, threads: 1);

        regressor.Predict(rows.Rows, threads: 1).ShouldAllBe(static value => Math.Abs(value - 0.1) < 1e-15);
    }

    [Fact]
    public void TrainRegressor_EarlyStopping_HoldsOutWholeGroupsAndKeepsTheBestRound()
    {
        int[] groups = [.. Enumerable.Range(0, 300).Select(static i => i % 10)];
        var training = MadeNumbers(300, 6, seed: 8) with { Groups = groups };
        var stopping = new GradientBoostingOptions
        {
            Rounds = 300, LearningRate = 0.3, MinLeaf = 5, EarlyStopping = new EarlyStoppingOptions { Patience = 5 },
        };

        var stopped = stopping.TrainRegressor(training, seed: 1, threads: 2).ToArrays();

        var rounds = stopped[1].Values.Length;
        rounds.ShouldBeInRange(2, 100);
        var parts = new NumberTruth(training).HoldOut(0.2, seed: 1);
        parts.HeldOut.Select(row => groups[row]).Distinct().Count().ShouldBe(2);
        var grown = new TargetRows(training.Rows.Rows(parts.Grown), Array.ConvertAll(parts.Grown, row => training.Values[row]));
        var plain = (stopping with { EarlyStopping = null, Rounds = rounds }).TrainRegressor(grown, seed: 1, threads: 1);
        plain.ToArrays()[0].Values.ShouldBe(stopped[0].Values);

        Should.Throw<ClassifierException>(() => stopping.TrainRegressor(training with { Groups = new int[300] }, 1, 1))
            .Message.ShouldContain("finds no group to hold out among 1");
    }

    [Fact]
    public void RestoreRegressor_Arrays_GivesTheSameBits()
    {
        var rows = MadeNumbers(200, 4, seed: 5);
        var options = new GradientBoostingOptions { Rounds = 5 };
        var trained = options.TrainRegressor(rows, seed: 1, threads: 2);

        options.RestoreRegressor(new ClassifierArrays(trained.ToArrays())).Predict(rows.Rows, threads: 2)
            .ShouldBe(trained.Predict(rows.Rows, threads: 1));
    }

    private static TargetRows MadeNumbers(int count, int columns, ulong seed)
    {
        var rows = Made(count, columns, seed).Rows;
        var random = new SeededRandom(seed, "numbers");
        return new TargetRows(
            rows, [.. Enumerable.Range(0, count).Select(row => rows.Row(row)[0] + rows.Row(row)[1] + (0.3 * random.NextGaussian()))]);
    }

    private static TrainingRows Made(int count, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "boosting tests");
        int[] classes = [.. Enumerable.Range(0, count).Select(static i => i % 3)];
        var values = classes.SelectMany(k => Enumerable.Range(0, columns).Select(column => Value(random, k, column)));
        return new TrainingRows(new DesignMatrix([.. values], columns), classes, 3);
    }

    // Some columns tell the classes apart, some have few values, some are missing now and then.
    private static double Value(SeededRandom random, int k, int column) => (column % 4) switch
    {
        0 => random.NextGaussian() + k,
        1 => random.NextInt32(4) - (k == 1 ? 1 : 0),
        2 => random.NextInt32(7) == 0 ? double.NaN : random.NextGaussian(),
        _ => random.NextGaussian(),
    };

    private static JsonElement Read(string fixture) =>
        JsonDocument.Parse(File.ReadAllBytes(Bakeoff.Testing.Fixture.Path(fixture))).RootElement;

    private static IEnumerable<double> Numbers(JsonElement data, string name) =>
        data.GetProperty(name).EnumerateArray().Select(static value => value.GetDouble());
}
