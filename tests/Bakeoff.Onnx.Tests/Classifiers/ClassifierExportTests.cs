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
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Options;

namespace Bakeoff.Onnx.Tests.Classifiers;

/// <summary>Every kind of classifier in ONNX Runtime, on the 280 test clips of the quick start.</summary>
/// <remarks>Measured: the same float32 for every probability, since both sides compute in float64.</remarks>
public sealed class ClassifierExportTests(ClassifierExportTests.Clips clips) : IClassFixture<ClassifierExportTests.Clips>
{
    private const double Tolerance = 1e-5;

    private static readonly FeatureOptions Functionals = SmallNetworks.Features with { Summary = FeatureSummary.Functionals };

    private static readonly Dictionary<string, (ClassifierOptions Options, FeatureNormalization Normalization)> Cases = new(
        StringComparer.Ordinal)
    {
        ["logistic_regression"] = (new LogisticRegressionOptions(), FeatureNormalization.Train),
        ["linear_discriminant"] = (new LinearDiscriminantOptions(), FeatureNormalization.Train),
        ["linear_svm"] = (new LinearSvmOptions { C = 0.1 }, FeatureNormalization.Train),
        ["rbf_svm"] = (new RbfSvmOptions { C = 10 }, FeatureNormalization.Train),
        ["nearest_neighbours"] = (new NearestNeighboursOptions { K = 3 }, FeatureNormalization.Train),
        ["random_forest"] = (new RandomForestOptions { Trees = 30 }, FeatureNormalization.Train),
        ["gradient_boosting"] = (new GradientBoostingOptions { Rounds = 20 }, FeatureNormalization.Train),
        ["gradient_boosting_unscaled"] = (new GradientBoostingOptions { Rounds = 20 }, FeatureNormalization.None),
        ["random_forest_unscaled"] = (new RandomForestOptions { Trees = 30 }, FeatureNormalization.None),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_Classifier_OnnxRuntimeGivesOurProbabilities(string name)
    {
        var (options, normalization) = Cases[name];
        var model = Train(options, normalization, Functionals, clips.Training);
        float[] expected = [.. model.Predict(clips.Test, WorkerPool.Serial).Cast<float>()];
        float[] rows = [.. Enumerable.Range(0, clips.Test.ClipCount).SelectMany(clip => clips.Test.Frames(clip).ToArray())];

        var actual = new OnnxCase(OnnxExport.Write(model))
            .With("features", rows, clips.Test.ClipCount, clips.Test.FeatureCount)
            .Run();

        (expected.Max() - expected.Min()).ShouldBeGreaterThan(0.2f, "probabilities that are all alike would show nothing");
        var distance = Distance.Largest(actual, expected);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));
        distance.ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Theory]
    [InlineData("linear_discriminant", CalibrationMethod.Temperature, FeatureScaling.Robust)]
    [InlineData("nearest_neighbours", CalibrationMethod.Temperature, FeatureScaling.Standard)]
    [InlineData("gradient_boosting", CalibrationMethod.Vector, FeatureScaling.Standard)]
    public void Write_CalibratedClassifier_OnnxRuntimeGivesOurProbabilities(string name, CalibrationMethod method, FeatureScaling scaling)
    {
        var (options, normalization) = Cases[name];
        var model = Train(options, normalization, Functionals, clips.Training, method, scaling);
        float[] expected = [.. model.Predict(clips.Test, WorkerPool.Serial).Cast<float>()];
        float[] rows = [.. Enumerable.Range(0, clips.Test.ClipCount).SelectMany(clip => clips.Test.Frames(clip).ToArray())];

        var actual = new OnnxCase(OnnxExport.Write(model))
            .With("features", rows, clips.Test.ClipCount, clips.Test.FeatureCount)
            .Run();

        model.Calibration!.IsFitted.ShouldBeTrue();
        Distance.Largest(expected, [.. model.PredictUncalibrated(clips.Test, WorkerPool.Serial).Cast<float>()]).ShouldBeGreaterThan(0.01);
        Distance.Largest(actual, expected).ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void WriteWithFrontEnd_ClassifierOfMeans_OnnxRuntimeGivesOurProbabilitiesFromWaveforms()
    {
        var features = Functionals with { Summary = FeatureSummary.Mean };
        var model = Train(
            new LogisticRegressionOptions(),
            FeatureNormalization.Train,
            features,
            QuickstartClips.Features(features, QuickstartClips.Shared.Training));
        var test = QuickstartClips.Features(features, QuickstartClips.Shared.Test);
        float[] expected = [.. model.Predict(test, WorkerPool.Serial).Cast<float>()];

        var actual = new OnnxCase(OnnxExport.WriteWithFrontEnd(model)).With(QuickstartClips.Shared.Test).Run();

        // Features differ as float32 spectra do.
        Distance.Largest(actual, expected).ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void Cases_CoverEveryKindThatTellsClassesApart() =>
        OptionKinds
            .Of(typeof(ClassifierOptions))
            .Select(static kind => kind.Type)
            .Where(static kind => !kind.IsSubclassOf(typeof(RegressorOptions)))
            .Except(Cases.Values.Select(static c => c.Options.GetType()))
            .ShouldBeEmpty();

    private static TrainedModel Train(
        ClassifierOptions options,
        FeatureNormalization normalization,
        FeatureOptions features,
        SequenceSet training,
        CalibrationMethod method = CalibrationMethod.None,
        FeatureScaling scaling = FeatureScaling.Standard)
    {
        var rows = new TrainingRows(training.ToDesignMatrix(), [.. QuickstartClips.Shared.TrainingLabels], SmallNetworks.Labels.Length);
        var settings = new FitSettings(normalization != FeatureNormalization.None, Seed: 5, Threads: 2) { Scaling = scaling };
        var fitted = FittedClassifier.Fit(options, rows, settings);
        if (method != CalibrationMethod.None)
        {
            // Noise on the training clips stands for held-out ones: right most of the time, and too sure.
            var random = new SeededRandom(6, "held out");
            var noisy = new DesignMatrix(
                Array.ConvertAll(rows.Rows.Values.ToArray(), value => value * (1 + (0.6 * random.NextGaussian()))), rows.Rows.ColumnCount);
            var heldOut = new HeldOutClips(HeldOutClips.InnerFolds, fitted.Probabilities(noisy, threads: 1), rows.Classes)
            {
                Smallest = fitted.Classifier.SmallestProbability,
            };
            fitted = fitted with { Calibration = CalibrationFitter.Fit(method, heldOut) };
        }

        var selection = new CandidateChoice([new EvaluatedCandidate(options, null)], 0, "none", 0);
        var folder = Directory.CreateTempSubdirectory("bakeoff-classifier-").FullName;
        try
        {
            ClassifierModel.Save(folder, SmallNetworks.Labels, new ModelInput(features, normalization), selection, fitted);
            return TrainedModel.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Functionals of the clips, computed once.</summary>
    public sealed class Clips
    {
        internal SequenceSet Training { get; } = QuickstartClips.Features(Functionals, QuickstartClips.Shared.Training);

        internal SequenceSet Test { get; } = QuickstartClips.Features(Functionals, QuickstartClips.Shared.Test);
    }
}
