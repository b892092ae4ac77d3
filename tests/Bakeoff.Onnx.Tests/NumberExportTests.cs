using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Options;

namespace Bakeoff.Onnx.Tests;

/// <summary>Models of numbers, and of classes and numbers, in ONNX Runtime, on the 280 test clips of the quick start.</summary>
/// <remarks>Measured, for numbers from 1 to 7: the same float32 for regressors, 1e-6 or less for networks, which sum float32 in other
/// orders.</remarks>
public sealed class NumberExportTests(NumberExportTests.Clips clips) : IClassFixture<NumberExportTests.Clips>
{
    private const double Tolerance = 1e-5;

    private static readonly string[] Targets = ["arousal", "valence"];

    private static readonly FeatureOptions Functionals = SmallNetworks.Features with { Summary = FeatureSummary.Functionals };

    private static readonly Dictionary<string, ClassifierOptions> Cases = new(StringComparer.Ordinal)
    {
        ["ridge"] = new RidgeOptions { Lambda = 10 },
        ["kernel_ridge"] = new KernelRidgeOptions { Lambda = 0.3 },
        ["linear_svr"] = new LinearSvrOptions { C = 0.01 },
        ["rbf_svr"] = new RbfSvrOptions { C = 3 },
        ["rbf_svr_without_support"] = new RbfSvrOptions { Epsilon = 100 },
        ["linear_svr_without_support"] = new LinearSvrOptions { Epsilon = 100 },
        ["nearest_neighbours"] = new NearestNeighboursOptions { K = 3 },
        ["random_forest"] = new RandomForestOptions { Trees = 30 },
        ["gradient_boosting"] = new GradientBoostingOptions { Rounds = 20 },
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Regressor_OnnxRuntimeGivesOurNumbers(string name)
    {
        var model = Train(Cases[name], Functionals, clips.Rows.Training);
        var expected = model.Predict(clips.Rows.Test, WorkerPool.Serial);
        float[] rows = [.. Enumerable.Range(0, clips.Rows.Test.ClipCount).SelectMany(clip => clips.Rows.Test.Frames(clip).ToArray())];

        var onnx = new OnnxCase(OnnxExport.Write(model)).With("features", rows, clips.Rows.Test.ClipCount, clips.Rows.Test.FeatureCount);

        ShouldGive(onnx, expected, 0, leastSpread: name.EndsWith("support", StringComparison.Ordinal) ? 0 : 0.5f);
    }

    [Fact]
    public void WriteWithFrontEnd_RegressorOfMeans_OnnxRuntimeGivesOurNumbersFromWaveforms()
    {
        var features = Functionals with { Summary = FeatureSummary.Mean };
        var model = Train(new RidgeOptions(), features, QuickstartClips.Features(features, QuickstartClips.Shared.Training));
        var expected = model.Predict(QuickstartClips.Features(features, QuickstartClips.Shared.Test), WorkerPool.Serial);

        var onnx = new OnnxCase(OnnxExport.WriteWithFrontEnd(model)).With(QuickstartClips.Shared.Test);

        // Measured 1e-5: features differ as float32 spectra do, and the sum of 20 of them weighs what they differ by.
        ShouldGive(onnx, expected, 0, leastSpread: 0.5f, tolerance: 1e-4);
    }

    [Fact]
    public void Write_NetworksOfNumbers_OnnxRuntimeGivesTheirMeanFromFeaturesAndFromWaveforms()
    {
        NetworkModel[] folds = [.. new[] { 1UL, 2UL }.Select(seed => TrainNetwork(classes: [], seed))];
        var expected = Mean([.. folds.Select(model => model.Predict(clips.Frames.Test, WorkerPool.Serial))]);

        var first = folds[0].Predict(clips.Frames.Test, WorkerPool.Serial);

        ShouldGive(new OnnxCase(OnnxExport.Write(folds[0])).With(clips.Frames.Test), first, 0);
        ShouldGive(new OnnxCase(OnnxExport.Write(folds)).With(clips.Frames.Test), expected, 0);
        ShouldGive(new OnnxCase(OnnxExport.WriteWithFrontEnd(folds)).With(QuickstartClips.Shared.Test), expected, 0);
    }

    [Fact]
    public void Write_NetworkOfClassesAndNumbers_OnnxRuntimeGivesCalibratedProbabilitiesAndNumbers()
    {
        var model = TrainNetwork(SmallNetworks.Labels, seed: 1);
        var rows = model.Predict(clips.Frames.Training, WorkerPool.Serial);
        double[][] probabilities =
            [.. Enumerable.Range(0, rows.GetLength(0)).Select(clip => Enumerable.Range(0, 7).Select(k => (double)rows[clip, k]).ToArray())];
        int[] classes = [.. QuickstartClips.Shared.TrainingLabels.Select(static (label, i) => i % 4 == 0 ? (label + 1) % 7 : label)];
        var calibration = CalibrationFitter.Fit(
            CalibrationMethod.Temperature, new HeldOutClips(HeldOutClips.Validation, probabilities, classes));
        model = new NetworkModel(model.Saved with { Metadata = model.Saved.Metadata.WithCalibration(calibration) }, "model");
        var expected = model.Predict(clips.Frames.Test, WorkerPool.Serial);

        var onnx = new OnnxCase(OnnxExport.Write(model)).With(clips.Frames.Test);

        model.Calibration!.IsFitted.ShouldBeTrue();
        float[] expectedProbabilities = [.. Enumerable.Range(0, expected.GetLength(0)).SelectMany(clip => Row(expected, clip)[..7])];
        Distance.Largest(onnx.Run(), expectedProbabilities).ShouldBeLessThanOrEqualTo(Tolerance);
        ShouldGive(onnx, expected, 7);
    }

    [Fact]
    public void Write_ClipThatDoesNotFit_GetsNaNForEveryNumber()
    {
        var model = TrainNetwork(SmallNetworks.Labels, seed: 1);
        var onnx = new OnnxCase(OnnxExport.Write(model))
            .With("features", [.. Enumerable.Range(0, 2 * 5 * 20).Select(static i => MathF.Cos(i))], 2, 5, 20)
            .With("lengths", [5L, 0L], 2);

        onnx.Run("valence").Select(float.IsNaN).ShouldBe([false, true]);
        onnx.Run("arousal").Select(float.IsNaN).ShouldBe([false, true]);
        onnx.Run().Count(float.IsNaN).ShouldBe(7);
    }

    [Theory]
    [InlineData("features")]
    [InlineData("lengths")]
    [InlineData("output.bias")]
    public void Write_TargetWithTheNameOfAnotherValue_Refuses(string name)
    {
        var network = Network.Create(Layers, 20, [name], seed: 1);
        var model = new NetworkModel(
            new SavedModel(network, ModelRecipe.Describe([], SmallNetworks.Features, FeatureNormalization.Train)), "model");

        Should.Throw<OnnxExportException>(() => OnnxExport.Write(model)).Message.ShouldContain($"'{name}'");
    }

    [Fact]
    public void Cases_CoverEveryKindThatPredictsNumbers() =>
        OptionKinds
            .Of(typeof(ClassifierOptions))
            .Where(static kind => ((ClassifierOptions)Activator.CreateInstance(kind.Type)!).PredictsTargets)
            .Select(static kind => kind.Type)
            .Except(Cases.Values.Select(static options => options.GetType()))
            .ShouldBeEmpty();

    private static LayerOptions[] Layers => [new MaskingOptions(), new LstmOptions { Units = 12 }];

    // Numbers from 1 to 7, other ones for each label: what they say does not matter here.
    private static float[] TargetsOf(IEnumerable<int> labels) =>
        [.. labels.SelectMany(static (label, i) => (float[])[1 + label, 4 + (2 * MathF.Sin(label)) + (i % 5 * 0.2f)])];

    private static TrainedModel Train(ClassifierOptions options, FeatureOptions features, SequenceSet training)
    {
        var rows = training.ToDesignMatrix();
        var scaler = StandardScaler.Fit(rows);
        var values = TargetsOf(QuickstartClips.Shared.TrainingLabels);
        var regressors = Targets.Select((_, target) => options.TrainRegressor(
            new TargetRows(scaler.Apply(rows), [.. values.Where((_, i) => i % 2 == target).Select(static value => (double)value)]),
            seed: 5,
            threads: 2));
        var selection = new CandidateChoice([new EvaluatedCandidate(options, null)], 0, "none", 0);
        var folder = Directory.CreateTempSubdirectory("bakeoff-regressor-").FullName;
        try
        {
            var fitted = new FittedRegressor(scaler, [.. regressors]);
            ClassifierModel.Save(folder, Targets, new ModelInput(features, FeatureNormalization.Train), selection, fitted);
            return TrainedModel.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private NetworkModel TrainNetwork(string[] classes, ulong seed)
    {
        var network = Network.Create(Layers, 20, classes.Length, Targets, seed);
        OutputHead[] heads = [new(new CrossEntropyOptions(), 1), .. Targets.Select(static _ => new OutputHead(new CccOptions(), 1))];
        Trainer.Train(new TrainingTask
        {
            Network = network,
            Train = clips.Frames.Training.WithTargets(TargetsOf(QuickstartClips.Shared.TrainingLabels), Targets.Length),
            Options = new TrainingOptions
            {
                Epochs = 3,
                BatchSize = 16,
                LearningRate = 0.02,
                StopOn = StopMetric.TrainLoss,
                Loss = classes.Length > 0 ? new CrossEntropyOptions() : new CccOptions(),
            },
            Heads = classes.Length > 0 ? heads : [],
            Seed = seed,
        });
        return new NetworkModel(
            new SavedModel(network, ModelRecipe.Describe(classes, SmallNetworks.Features, FeatureNormalization.Train)), "model");
    }

    private static void ShouldGive(OnnxCase onnx, float[,] expected, int first, float leastSpread = 0.5f, double tolerance = Tolerance)
    {
        for (var target = 0; target < Targets.Length; target++)
        {
            float[] numbers = [.. Enumerable.Range(0, expected.GetLength(0)).Select(clip => expected[clip, first + target])];
            (numbers.Max() - numbers.Min()).ShouldBeGreaterThanOrEqualTo(leastSpread, "numbers that are all alike would show nothing");
            var distance = Distance.Largest(onnx.Run(Targets[target]), numbers);
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{Targets[target]}: {distance:E2}"));
            distance.ShouldBeLessThanOrEqualTo(tolerance);
        }
    }

    private static float[] Row(float[,] rows, int row) => [.. Enumerable.Range(0, rows.GetLength(1)).Select(column => rows[row, column])];

    private static float[,] Mean(float[][,] all)
    {
        var mean = (float[,])all[0].Clone();
        for (var i = 0; i < mean.Length; i++)
        {
            var (clip, output) = (i / mean.GetLength(1), i % mean.GetLength(1));
            mean[clip, output] = (float)all.Average(answer => (double)answer[clip, output]);
        }

        return mean;
    }

    /// <summary>Features of the clips, computed once.</summary>
    public sealed class Clips
    {
        internal (SequenceSet Training, SequenceSet Test) Rows { get; } = Make(Functionals);

        internal (SequenceSet Training, SequenceSet Test) Frames { get; } = Make(SmallNetworks.Features);

        private static (SequenceSet Training, SequenceSet Test) Make(FeatureOptions features) => (
            QuickstartClips.Features(features, QuickstartClips.Shared.Training, QuickstartClips.Shared.TrainingLabels),
            QuickstartClips.Features(features, QuickstartClips.Shared.Test));
    }
}
