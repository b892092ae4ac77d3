using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Losses;

/// <summary>Losses of numbers against PyTorch's (tests/fixtures/networks/generate_losses.py), differences, and their own rules.</summary>
public sealed class TargetLossTests
{
    private static readonly Dictionary<string, LossOptions> s_losses = new(StringComparer.Ordinal)
    {
        ["ccc"] = new CccOptions(),
        ["mse"] = new MseOptions(),
        ["mae"] = new MaeOptions(),
        ["huber"] = new HuberOptions { Delta = 0.7 },
        ["mixed"] = new MixedOptions { Ccc = 1, Mse = 0.5, Mae = 0.25, Huber = 2 },
    };

    public static TheoryData<string> Names => [.. s_losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_AllAndMissingNumbers_AgreesWithPyTorch(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("networks/losses.json")));
        foreach (var (position, item) in file.RootElement.EnumerateArray().Index())
        {
            var outputs = Numbers(item.GetProperty("outputs"));
            var targets = Numbers(item.GetProperty("targets"));
            var expected = item.GetProperty("losses").GetProperty(name);
            var gradients = new float[outputs.Length];

            // Both sides sum a few float64 numbers.
            Create(name).Compute(outputs, new BatchTruth(targets, 2), gradients)
                .ShouldBe(expected.GetProperty("value").GetDouble(), 1e-12, $"case {position}");

            // Rounded to float32, twice where losses are mixed.
            foreach (var (gradient, slope) in gradients.Zip(expected.GetProperty("gradients").EnumerateArray()))
            {
                ((double)gradient).ShouldBe(slope.GetDouble(), 2e-7, $"case {position}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_SmallChanges_HaveTheGradientOfTheLoss(string name)
    {
        var (outputs, targets) = Batch(rows: 9, missing: [2, 7, 20]);
        var loss = Create(name);
        var gradients = new float[outputs.Length];
        loss.Compute(outputs, new BatchTruth(targets, 3), gradients);
        for (var i = 0; i < outputs.Length; i++)
        {
            var value = outputs[i];
            outputs[i] = value + (1 / 512f);
            var above = loss.Compute(outputs, new BatchTruth(targets, 3), new float[outputs.Length]);
            outputs[i] = value - (1 / 512f);
            var below = loss.Compute(outputs, new BatchTruth(targets, 3), new float[outputs.Length]);
            outputs[i] = value;

            // Third derivatives times the square of the step.
            ((above - below) / (1 / 256.0)).ShouldBe(gradients[i], 2e-5, $"output {i}");
        }

        gradients.Index().Where(static gradient => gradient.Item == 0).Select(static gradient => gradient.Index).ShouldBe([2, 7, 20]);
    }

    [Fact]
    public void Compute_Ccc_IsOneLessTheMeanCoefficient()
    {
        var (outputs, targets) = Batch(rows: 9, missing: [2, 7, 20]);
        var coefficients = Enumerable.Range(0, 3).Select(target =>
        {
            int[] known = [.. Enumerable.Range(0, 9).Select(row => (row * 3) + target).Where(i => !float.IsNaN(targets[i]))];
            return ConcordanceCorrelation.Compute(
                [.. known.Select(i => (double)targets[i])], [.. known.Select(i => (double)outputs[i])]);
        });

        Create("ccc").Compute(outputs, new BatchTruth(targets, 3), new float[outputs.Length]).ShouldBe(1 - coefficients.Average(), 1e-12);
    }

    [Fact]
    public void Compute_CccOfAudmetricsCase_IsItsValue() =>
        Create("ccc").Compute([0, 1, 1], new BatchTruth([0, 1, 2], 1), new float[3]).ShouldBe(1 - 0.6666666666666665, 1e-15);

    [Theory]
    [InlineData("ccc", new[] { 1f, 2, 5, 2 }, new[] { 1f, float.NaN, 2, float.NaN })] // One row has the second target.
    [InlineData("ccc", new[] { 1f, 2, 5, 2 }, new[] { 1f, 2, 2, 2 })] // The second target and its outputs are one constant.
    [InlineData("mse", new[] { 1f, 2, 5, 2 }, new[] { 1f, float.NaN, 2, float.NaN })]
    public void Compute_TargetWithoutADefinedLoss_IsLeftOutOfTheMean(string name, float[] outputs, float[] targets)
    {
        var (both, first) = (new float[4], new float[2]);

        var loss = Create(name).Compute(outputs, new BatchTruth(targets, 2), both);

        loss.ShouldBe(Create(name).Compute([outputs[0], outputs[2]], new BatchTruth([targets[0], targets[2]], 1), first));
        both.ShouldBe([first[0], 0, first[1], 0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_NoNumberAtAll_IsZeroWithoutGradient(string name)
    {
        float[] gradients = [3, 4];

        Create(name).Compute([1, 2], new BatchTruth([float.NaN, float.NaN], 1), gradients).ShouldBe(0);

        gradients.ShouldBe([0, 0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_OutputThatIsNoNumber_IsNoNumber(string name) =>
        Create(name).Compute([1, float.NaN, 3], new BatchTruth([1, 2, 4], 1), new float[3]).ShouldBe(double.NaN);

    [Fact]
    public void Parse_Kinds_BindFromYaml()
    {
        Parse("loss: ccc").ShouldBe(new CccOptions());
        Parse("loss: {huber: {delta: 0.5}}").ShouldBe(new HuberOptions { Delta = 0.5 });
        Parse("loss: {mixed: {ccc: 1, mse: 0.5}}").ShouldBe(new MixedOptions { Ccc = 1, Mse = 0.5 });

        static LossOptions Parse(string yaml) => YamlOptions.Parse<TrainingOptions>(yaml, "training.yaml").Loss;
    }

    [Fact]
    public void Validate_OutOfRange_NamesTheKey()
    {
        new HuberOptions { Delta = 0 }.Validate().Single()
            .ShouldBe(new OptionProblem("delta", "is 0, expected above 0. The usual value is 1."));
        new MixedOptions { Mse = -1 }.Validate().Single()
            .ShouldBe(new OptionProblem("mse", "is -1, expected 0 to 1000000. Leave it out for 0."));
        new MixedOptions().Validate().Single().Message.ShouldStartWith("and all other weights are 0");
    }

    private static Loss Create(string name) => s_losses[name].Create(new LossSetting([], 0));

    private static float[] Numbers(JsonElement values) =>
        [.. values.EnumerateArray().Select(static value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle())];

    // Differences lie away from the corners of mae and huber.
    private static (float[] Outputs, float[] Targets) Batch(int rows, int[] missing)
    {
        var random = new SeededRandom(3, "losses");
        var outputs = new float[rows * 3];
        var targets = new float[rows * 3];
        for (var i = 0; i < outputs.Length; i++)
        {
            var difference = (random.NextInt32(2) == 0 ? -1 : 1) * (0.1f + (random.NextInt32(5) * 0.25f));
            targets[i] = (float)random.NextGaussian();
            outputs[i] = targets[i] + difference;
        }

        foreach (var i in missing)
        {
            targets[i] = float.NaN;
        }

        return (outputs, targets);
    }
}
