using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Networks;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Onnx.Tests.FrontEnds;

public sealed class FrontEndTests(FrontEndTests.Outcomes outcomes) : IClassFixture<FrontEndTests.Outcomes>
{
    private static readonly LayerOptions[] Layers = [new MaskingOptions(), new LstmOptions { Units = 32 }, new DenseOptions { Units = 16, Activation = ActivationFunction.Relu }];
    private static readonly LayerOptions[] OfOneFrame = [new GlobalAveragePoolingOptions(), new DenseOptions { Units = 16, Activation = ActivationFunction.Tanh }];

    private static readonly Dictionary<string, (FeatureOptions Features, LayerOptions[] Layers)> Cases = new(StringComparer.Ordinal)
    {
        ["mfcc"] = (TrainedModels.Features, Layers),
        ["mfcc_defaults_at_16_khz"] = (new FeatureOptions { SampleRateHz = QuickstartClips.SampleRateHz }, Layers),
        ["log_mel"] = (TrainedModels.Features with { Kind = new LogMelKind(), MelBandCount = 40, TopDb = null, MinFrequencyHz = 50, MaxFrequencyHz = 7000 }, Layers),
        ["mfcc_delta"] = (TrainedModels.Features with { DeltaOrder = 2 }, Layers),
        ["mfcc_normalised_by_clip"] = (TrainedModels.Features with { IsClipNormalized = true, DeltaOrder = 1 }, Layers),
        ["mfcc_mean"] = (TrainedModels.Features with { Summary = FeatureSummary.Mean, DeltaOrder = 1 }, OfOneFrame),
        ["not_centred_short_window"] = (TrainedModels.Features with { IsCentered = false, WindowLength = 400, Window = WindowKind.Hamming }, Layers),
        ["with_others"] = (TrainedModels.Features with { With = [new RmsKind(), new SpectralCentroidKind(), new SpectralBandwidthKind(), new LogMelKind()] }, Layers),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WriteWithFrontEnd_WholeTestSet_OnnxRuntimeGivesOurProbabilities(string name)
    {
        Assert.SkipWhen(outcomes.Problem is not null, outcomes.Problem ?? "");
        var (distance, spread) = outcomes.Compare(name);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));
        spread.ShouldBeGreaterThan(0.1);

        // Measured: 4e-6 or less. Both sides compute spectra in float32 by other algorithms; what differs in quiet bins goes through a logarithm.
        distance.ShouldBeLessThanOrEqualTo(1e-5);
    }

    [Fact]
    public void WriteWithFrontEnd_TooShortOrSilent_GivesNaNOrNumbers()
    {
        Assert.SkipWhen(outcomes.Problem is not null, outcomes.Problem ?? "");
        var probabilities = outcomes.Awkward();
        probabilities.AsSpan(0, 7).ToArray().ShouldAllBe(p => float.IsNaN(p), "1,023 samples do not fill a window of 1,024");
        probabilities.AsSpan(7, 7).ToArray().Sum().ShouldBe(1, 1e-5, "1,024 zeros are five frames of silence");
        probabilities.AsSpan(14, 7).ToArray().ShouldAllBe(p => float.IsNaN(p), "no samples");
    }

    public static TheoryData<FeatureOptions, string?> Obstacles() => new()
    {
        { TrainedModels.Features, null },
        { TrainedModels.Features with { SampleRateHz = null }, "features.sample_rate_hz is null" },
        { TrainedModels.Features with { With = [new PitchKind(), new ChromaKind()] }, "pitch, chroma have no ONNX form; mfcc, log_mel, rms, spectral_centroid, spectral_bandwidth have one" },
        { TrainedModels.Features with { Summary = FeatureSummary.Functionals }, "features.summary is functionals" },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void FindFrontEndObstacle_Settings_NamesWhatStandsAgainstIt(FeatureOptions features, string? expected)
    {
        if (expected is null)
        {
            OnnxExport.FindFrontEndObstacle(features).ShouldBeNull();
        }
        else
        {
            OnnxExport.FindFrontEndObstacle(features).ShouldNotBeNull().ShouldContain(expected);
        }
    }

    /// <summary>Trains a network a case and runs all on the waveforms in one process.</summary>
    public sealed class Outcomes
    {
        private readonly Dictionary<string, float[,]> _expected = new(StringComparer.Ordinal);
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
            foreach (var (name, (features, layers)) in Cases)
            {
                var model = TrainedModels.Train(layers, QuickstartClips.Features(features, clips.Training, clips.TrainingLabels));
                _expected[name] = model.Network.Predict(QuickstartClips.Features(features, clips.Test), WorkerPool.Serial);
                cases.Add(new OnnxCase(name, OnnxExport.WriteWithFrontEnd(model, features)).With(clips.Test));
            }

            cases.Add(new OnnxCase("awkward", cases[0].Model).With("waveform", new float[3 * 1024], 3, 1024).With("samples", [1023L, 1024L, 0L], 3));
            _outcomes = OnnxRuntimeNode.Run(cases);
        }

        public string? Problem { get; }

        /// <summary>Probabilities of waveforms that are too short or silent.</summary>
        public float[] Awkward() => _outcomes["awkward"] is { Error: null } outcome ? outcome.Outputs["probabilities"] : throw new InvalidOperationException(_outcomes["awkward"].Error);

        public (double Distance, double Spread) Compare(string name)
        {
            var outcome = _outcomes[name];
            outcome.Error.ShouldBeNull(name);
            var (actual, expected) = (outcome.Outputs["probabilities"], _expected[name].Cast<float>().ToArray());
            actual.Length.ShouldBe(expected.Length);
            var distance = actual.Zip(expected, (a, e) => float.IsNaN(a) ? double.PositiveInfinity : Math.Abs((double)a - e)).Max();
            return (distance, expected.Max() - expected.Min());
        }
    }
}
