using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests.Training;

/// <summary>Losses, weights and epochs for classes of different size.</summary>
public sealed class ImbalanceTests
{
    private static readonly float[] s_logits = [0.3f, -0.2f, 0.9f, 1.1f, 0.4f, -0.6f, 2.5f, -1.5f, 0.25f, -0.75f, 0.5f, 3.0f];
    private static readonly int[] s_labels = [2, 0, 1, 2];
    private const double Root3 = 1.7320508075688772;

    /// <summary>Values and gradients of the same formula by PyTorch 1.13's automatic differentiation in float64, from the same float32 logits:
    /// class weights 1, 2, 0.5 and label smoothing 0.1.</summary>
    public static TheoryData<double, double, double[]> FocalLosses() => new()
    {
        {
            0.5, 2.180161621200864,
            [
                0.030644959849, 0.005984798238, -0.036629758087, -0.069813845598, 0.049579136172, 0.020234709427,
                0.429452503762, -0.470693030388, 0.041240526626, -0.006898260263, -0.011806292057, 0.01870455232,
            ]
        },
        {
            2, 2.0131871149335523,
            [
                0.017961816743, -0.003694996873, -0.01426681987, -0.026015525829, 0.018250452099, 0.00776507373,
                0.461188162814, -0.504729736482, 0.043541573668, -0.008624126803, -0.01781746981, 0.026441596613,
            ]
        },
    };

    // Values are float64 sums of a dozen terms; gradients are rounded to float32, whose steps at 0.5 are 6e-8.
    [Theory]
    [MemberData(nameof(FocalLosses))]
    public void Compute_Focal_AgreesWithPyTorch(double gamma, double value, double[] slopes)
    {
        var gradients = new float[s_logits.Length];

        new FocalOptions { Gamma = gamma }.Create(new LossSetting([1, 2, 0.5], LabelSmoothing: 0.1)).Compute(s_logits, new BatchTruth(s_labels), gradients)
            .ShouldBe(value, 1e-12);

        ShouldBeNear(gradients, slopes, 1e-7);
    }

    [Fact]
    public void Compute_FocalWithGammaZero_IsCrossEntropy()
    {
        var setting = new LossSetting([1, 2, 0.5], LabelSmoothing: 0.1);
        var (focal, plain) = (new float[s_logits.Length], new float[s_logits.Length]);

        new FocalOptions { Gamma = 0 }.Create(setting).Compute(s_logits, new BatchTruth(s_labels), focal)
            .ShouldBe(new CrossEntropyOptions().Create(setting).Compute(s_logits, new BatchTruth(s_labels), plain), 1e-12);

        ShouldBeNear(focal, Array.ConvertAll(plain, static slope => (double)slope), 1e-7);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Compute_FocalOfCertainClips_IsFinite(double gamma)
    {
        var gradients = new float[6];

        new FocalOptions { Gamma = gamma }.Create(new LossSetting([1, 1, 1], 0)).Compute([900, 0, 0, 0, 0, 900], new BatchTruth([0, 1]), gradients)
            .ShouldBe(450, 1e-9);

        gradients.ShouldBe([0, 0, 0, 0, -0.5f, 0.5f]);
    }

    [Fact]
    public void CreateLoss_LogitAdjustment_IsCrossEntropyOfScoresWithLogShares()
    {
        // Shares 0.6, 0.3, 0.1 and tau 1.5; PyTorch 1.13's cross_entropy of the sums, in float64. Offsets are float32.
        var task = new TrainingTask
        {
            Network = Network.Create([new GlobalAveragePoolingOptions()], 1, 3, seed: 1),
            Train = Clips(6, 3, 1),
            Options = new TrainingOptions { LogitAdjustment = 1.5 },
        };
        var gradients = new float[s_logits.Length];

        task.CreateLoss().Compute(s_logits, new BatchTruth(s_labels), gradients).ShouldBe(2.0442194196494388, 1e-6);

        ShouldBeNear(
            gradients,
            [
                0.1867873440135966, 0.04005485886878474, -0.2268422028823813, -0.0395621927645321, 0.03694644265440952, 0.002615750110122588,
                0.24663416745982294, -0.24840290658037617, 0.0017687391205531958, 0.04875940700133333, 0.06017020956564018, -0.1089296165669735,
            ],
            1e-6);
    }

    [Theory]
    [InlineData(ClassWeighting.None, new[] { 1.0, 1, 1 })]
    [InlineData(ClassWeighting.Balanced, new[] { 100.0 / 243, 100.0 / 48, 100.0 / 9 })]
    [InlineData(ClassWeighting.SquareRoot, new[] { 5.0 / 8, 5.0 / 8 * 9 / 4, 5.0 / 8 * 9 / Root3 })]
    public void ClassWeights_OfCounts_AreThoseOfTheirFormula(ClassWeighting weighting, double[] expected)
    {
        // Roots of 100/81, 100/16 and 100/3, scaled so that 81 x 10/9 + 16 x 10/4 + 3 x 10/1.732 = 147.3 becomes 100.
        var weights = ClassWeights.Compute(new TrainingOptions { ClassWeights = weighting }, [81, 16, 3]);

        var ratios = weights.Select(weight => weight / weights[0]);
        ratios.Zip(expected.Select(weight => weight / expected[0]), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-12);
        ((81 * weights[0]) + (16 * weights[1]) + (3 * weights[2])).ShouldBe(100, 1e-9);
    }

    [Fact]
    public void ClassWeights_EffectiveNumber_FollowsItsFormulaAndItsBounds()
    {
        var weights = Weights(0.9);

        // (1 - 0.9^20) / (1 - 0.9^2) = 0.878423 / 0.19.
        (weights[1] / weights[0]).ShouldBe(4.62328, 1e-5);
        (Weights(0.999999)[1] / Weights(0.999999)[0]).ShouldBe(10, 1e-3);
        (Weights(1e-6)[1] / Weights(1e-6)[0]).ShouldBe(1, 1e-5);

        static double[] Weights(double beta) => ClassWeights.Compute(
            new TrainingOptions { ClassWeights = ClassWeighting.EffectiveNumber, EffectiveNumberBeta = beta }, [20, 2, 0]);
    }

    [Theory]
    [InlineData(ClassSampling.Over, 60, 20)]
    [InlineData(ClassSampling.Under, 9, 3)]
    [InlineData(ClassSampling.Balanced, 30, 10)]
    public void Draw_Sampled_TakesTheSameOfEachClassInEveryBatch(ClassSampling sampling, int length, int each)
    {
        var clips = Clips(20, 7, 3);
        var order = new EpochOrder(clips, sampling, seed: 4);
        order.Length.ShouldBe(length);
        order.Draw(1);
        var first = order.Slice(0, length).ToArray();

        first.CountBy(clips.Label).ShouldAllBe(of => of.Value == each);
        first.Chunk(3).ShouldAllBe(turn => turn.Select(clips.Label).Distinct().Count() == 3);

        // Within a class, no clip comes twice before every other came once.
        foreach (var taken in first.GroupBy(clips.Label))
        {
            var counts = taken.CountBy(static clip => clip).Select(static clip => clip.Value).ToList();
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        }

        order.Draw(2);
        order.Slice(0, length).ToArray().ShouldNotBe(first);
        order.Draw(1);
        order.Slice(0, length).ToArray().ShouldBe(first, "the clips of an epoch must not depend on the epochs before it");
    }

    [Fact]
    public void Train_RareClass_IsFoundMoreOftenWithEachOfThem()
    {
        // Two classes whose means are one deviation apart, 9 to 1: plain training calls nearly everything the first.
        var random = new SeededRandom(3, "imbalance");
        var labels = Enumerable.Range(0, 400).Select(static i => i % 10 == 0 ? 1 : 0).ToArray();
        var clips = new SequenceSet(
            [.. labels.SelectMany(label => Enumerable.Range(0, 2).Select(_ => (float)(label + random.NextGaussian())))],
            [.. Enumerable.Range(0, 401).Select(static i => (long)i)],
            2,
            labels);
        var plain = new TrainingOptions { Epochs = 12, LearningRate = 0.02, BatchSize = 32, StopOn = StopMetric.TrainLoss, RestoreBest = false };

        RecallOfTheRare(plain).ShouldBeLessThan(0.3);
        foreach (var options in new[]
        {
            plain with { ClassWeights = ClassWeighting.Balanced },
            plain with { ClassWeights = ClassWeighting.SquareRoot },
            plain with { ClassWeights = ClassWeighting.EffectiveNumber },
            plain with { LogitAdjustment = 1 },
            plain with { Sampling = ClassSampling.Balanced },
            plain with { Sampling = ClassSampling.Over },
            plain with { Sampling = ClassSampling.Under, Epochs = 60 },
        })
        {
            RecallOfTheRare(options).ShouldBeGreaterThan(0.35, options.ToString());
        }

        double RecallOfTheRare(TrainingOptions options)
        {
            var network = Network.Create([new GlobalAveragePoolingOptions(), new DenseOptions { Units = 4 }], 2, 2, seed: 1);
            Trainer.Train(new TrainingTask { Network = network, Train = clips, Options = options, Seed = 1 });
            var probabilities = network.Predict(clips, WorkerPool.Serial);
            return labels.Index().Where(static clip => clip.Item == 1).Average(clip => probabilities[clip.Index, 1] > 0.5 ? 1 : 0);
        }
    }

    [Theory]
    [InlineData("focal", 11, "loss.focal.gamma is 11, expected 0 to 10. The usual value is 2.")]
    [InlineData("beta", 1, "effective_number_beta is 1, expected above 0 and below 1. The usual value is 0.999.")]
    [InlineData("adjustment", -1, "logit_adjustment is -1, expected 0 to 10. The usual value is 1.")]
    public void Validate_OutOfRange_NamesTheKey(string key, double value, string message)
    {
        var options = key switch
        {
            "focal" => new TrainingOptions { Loss = new FocalOptions { Gamma = value } },
            "beta" => new TrainingOptions { EffectiveNumberBeta = value },
            _ => new TrainingOptions { LogitAdjustment = value },
        };

        options.Validate().Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe([message]);
    }

    private static SequenceSet Clips(params int[] counts)
    {
        var labels = counts.SelectMany(static (count, label) => Enumerable.Repeat(label, count)).ToArray();
        return new SequenceSet(new float[labels.Length], [.. Enumerable.Range(0, labels.Length + 1).Select(static i => (long)i)], 1, labels);
    }

    private static void ShouldBeNear(float[] actual, double[] expected, double tolerance) =>
        actual.Zip(expected, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(tolerance);
}
