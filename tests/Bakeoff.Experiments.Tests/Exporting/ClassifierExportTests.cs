using Bakeoff.Onnx.Tests;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Tests.Exporting;

/// <summary>Every kind of classifier in ONNX Runtime, on the 280 test clips of the quick start.</summary>
/// <remarks>Promised: 1e-5. Measured: the same float32 for every probability, since both sides compute in float64. From waveforms features differ as float32 spectra do.</remarks>
public sealed class ClassifierExportTests(ClassifierExportTests.Outcomes outcomes) : IClassFixture<ClassifierExportTests.Outcomes>
{
    private const double Tolerance = 1e-5;
    private static readonly FeatureOptions Functionals = new() { SampleRateHz = QuickstartClips.SampleRateHz, FftLength = 1024, HopLength = 256, MelBandCount = 64, MfccCount = 20, Summary = FeatureSummary.Functionals };

    private static readonly Dictionary<string, (ClassifierOptions Options, FeatureNormalization Normalization)> Cases = new(StringComparer.Ordinal)
    {
        ["logistic_regression"] = (new LogisticRegressionOptions(), FeatureNormalization.Train),
        ["linear_discriminant"] = (new LinearDiscriminantOptions(), FeatureNormalization.Train),
        ["linear_svm"] = (new LinearSvmOptions { C = 0.1 }, FeatureNormalization.Train),
        ["rbf_svm"] = (new RbfSvmOptions { C = 10 }, FeatureNormalization.Train),
        ["nearest_neighbours"] = (new NearestNeighboursOptions { K = 3 }, FeatureNormalization.Train),
        ["random_forest"] = (new RandomForestOptions { Trees = 30 }, FeatureNormalization.Train),
        ["random_forest_unscaled"] = (new RandomForestOptions { Trees = 30 }, FeatureNormalization.None),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_Classifier_OnnxRuntimeGivesOurProbabilities(string name)
    {
        Assert.SkipWhen(outcomes.Problem is not null, outcomes.Problem ?? "");
        outcomes.Spread(name).ShouldBeGreaterThan(0.2, "probabilities that are all alike would show nothing");
        var distance = outcomes.Distance(name);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));
        distance.ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void Of_ClassifierOfMeans_OnnxRuntimeGivesOurProbabilitiesFromWaveforms()
    {
        Assert.SkipWhen(outcomes.Problem is not null, outcomes.Problem ?? "");
        outcomes.Distance(Outcomes.Waveform).ShouldBeLessThanOrEqualTo(Tolerance);
    }

    [Fact]
    public void Cases_CoverEveryKindOfClassifier() => typeof(ClassifierOptions).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ClassifierOptions)))
        .Except(Cases.Values.Select(c => c.Options.GetType())).ShouldBeEmpty();

    /// <summary>Trains a classifier a case and runs all in one process.</summary>
    public sealed class Outcomes
    {
        public const string Waveform = "waveform";
        private static readonly string[] Labels = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"];

        private readonly Dictionary<string, float[]> _expected = new(StringComparer.Ordinal);
        private readonly IReadOnlyDictionary<string, OnnxOutcome> _outcomes = new Dictionary<string, OnnxOutcome>(StringComparer.Ordinal);

        public Outcomes()
        {
            Problem = OnnxRuntimeNode.FindProblem();
            if (Problem is not null)
            {
                return;
            }

            var clips = QuickstartClips.Make();
            var cases = new List<OnnxCase>();
            foreach (var (name, (options, normalization)) in Cases)
            {
                var (model, test) = Train(name, options, normalization, Functionals, clips);
                cases.Add(new OnnxCase(name, ExportContent.Of(model).Model).With("features", test.Values.ToArray(), test.ClipCount, test.FeatureCount));
            }

            var (ofMeans, _) = Train(Waveform, new LogisticRegressionOptions(), FeatureNormalization.Train, Functionals with { Summary = FeatureSummary.Mean }, clips);
            cases.Add(new OnnxCase(Waveform, ExportContent.Of(ofMeans).Waveform!).With(clips.Test));
            _outcomes = OnnxRuntimeNode.Run(cases);
        }

        public string? Problem { get; }

        public double Distance(string name)
        {
            var outcome = _outcomes[name];
            outcome.Error.ShouldBeNull(name);
            outcome.Outputs["probabilities"].Length.ShouldBe(_expected[name].Length);
            return outcome.Outputs["probabilities"].Zip(_expected[name], (a, e) => float.IsNaN(a) ? double.PositiveInfinity : Math.Abs((double)a - e)).Max();
        }

        public double Spread(string name) => _expected[name].Max() - _expected[name].Min();

        private (TrainedModel Model, SequenceSet Test) Train(string name, ClassifierOptions options, FeatureNormalization normalization, FeatureOptions features, QuickstartClips clips)
        {
            var rows = QuickstartClips.Features(features, clips.Training).ToDesignMatrix();
            var scaler = normalization == FeatureNormalization.None ? null : ColumnScaler.Fit(rows);
            var classifier = ClassifierTrainer.Train(options, scaler?.Apply(rows) ?? rows, [.. clips.TrainingLabels], Labels.Length, seed: 5, threads: 2);
            var folder = Directory.CreateTempSubdirectory("bakeoff-classifier-").FullName;
            try
            {
                ClassifierModel.Save(folder, Labels, features, normalization, new CandidateChoice([new JudgedCandidate(options, null)], 0, InnerGrouping.None, 0), new FittedClassifier(scaler, classifier));
                var model = TrainedModel.Load(folder);
                var test = QuickstartClips.Features(features, clips.Test);
                _expected[name] = [.. model.Predict(test, WorkerPool.Serial).Cast<float>()];
                return (model, test);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
