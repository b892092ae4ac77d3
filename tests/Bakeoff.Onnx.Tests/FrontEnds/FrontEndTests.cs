using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;

namespace Bakeoff.Onnx.Tests.FrontEnds;

public sealed class FrontEndTests
{
    private static readonly LayerOptions[] Layers =
    [
        new MaskingOptions(),
        new LstmOptions { Units = 32 },
        new DenseOptions { Units = 16, Activation = ActivationFunction.Relu },
    ];

    private static readonly LayerOptions[] OfOneFrame =
    [
        new GlobalAveragePoolingOptions(),
        new DenseOptions { Units = 16, Activation = ActivationFunction.Tanh },
    ];

    private static readonly Dictionary<string, (FeatureOptions Features, LayerOptions[] Layers)> Cases = new(StringComparer.Ordinal)
    {
        ["mfcc"] = (SmallNetworks.Features, Layers),
        ["mfcc_defaults_at_16_khz"] = (new FeatureOptions { SampleRateHz = QuickstartClips.SampleRateHz }, Layers),
        ["log_mel"] = (
            SmallNetworks.Features with
            {
                Kind = new LogMelKind(),
                MelBandCount = 40,
                TopDb = null,
                MinFrequencyHz = 50,
                MaxFrequencyHz = 7000,
            },
            Layers),
        ["mfcc_delta"] = (SmallNetworks.Features with { DeltaOrder = 2 }, Layers),
        ["mfcc_normalised_by_clip"] = (SmallNetworks.Features with { IsClipNormalized = true, DeltaOrder = 1 }, Layers),
        ["mfcc_mean"] = (SmallNetworks.Features with { Summary = FeatureSummary.Mean, DeltaOrder = 1 }, OfOneFrame),
        ["not_centred_short_window"] = (
            SmallNetworks.Features with
            {
                IsCentered = false,
                WindowLength = 400,
                Window = WindowKind.Hamming,
            },
            Layers),
        ["with_others"] = (
            SmallNetworks.Features with
            {
                With = [new RmsKind(), new SpectralCentroidKind(), new SpectralBandwidthKind(), new LogMelKind()],
            },
            Layers),
    };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WriteWithFrontEnd_WholeTestSet_OnnxRuntimeGivesOurProbabilities(string name)
    {
        var (features, layers) = Cases[name];
        var clips = QuickstartClips.Shared;
        var model = SmallNetworks.Train(layers, QuickstartClips.Features(features, clips.Training, clips.TrainingLabels), features);
        float[] expected = [.. model.Predict(QuickstartClips.Features(features, clips.Test), WorkerPool.Serial).Cast<float>()];

        var actual = new OnnxCase(OnnxExport.WriteWithFrontEnd(model)).With(clips.Test).Run();

        (expected.Max() - expected.Min()).ShouldBeGreaterThan(0.1f);
        var distance = Distance.Largest(actual, expected);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {distance:E2}"));

        // Measured: 4e-6 or less. Both sides compute spectra in float32 by other algorithms, and differences in quiet bins go through a
        // logarithm.
        distance.ShouldBeLessThanOrEqualTo(1e-5);
    }

    [Fact]
    public void WriteWithFrontEnd_TooShortOrSilent_GivesNaNOrNumbers()
    {
        var model = SmallNetworks.Wrap(Network.Create(Layers, 20, 7, seed: 3), SmallNetworks.Features);

        var probabilities = new OnnxCase(OnnxExport.WriteWithFrontEnd(model))
            .With("waveform", new float[3 * 1024], 3, 1024)
            .With("samples", [1023L, 1024L, 0L], 3)
            .Run();

        probabilities.AsSpan(0, 7).ToArray().ShouldAllBe(p => float.IsNaN(p), "1,023 samples do not fill a window of 1,024");
        probabilities.AsSpan(7, 7).ToArray().Sum().ShouldBe(1, 1e-5, "1,024 zeros are five frames of silence");
        probabilities.AsSpan(14, 7).ToArray().ShouldAllBe(p => float.IsNaN(p), "no samples");
    }

    public static TheoryData<FeatureOptions, string?> Obstacles() =>
        new()
        {
            { SmallNetworks.Features, null },
            { SmallNetworks.Features with { SampleRateHz = null }, "features.sample_rate_hz is null" },
            {
                SmallNetworks.Features with
                {
                    With = [new PitchKind(), new ChromaKind()],
                },
                "pitch, chroma have no ONNX form; mfcc, log_mel, rms, spectral_centroid, spectral_bandwidth have one"
            },
            { SmallNetworks.Features with { Summary = FeatureSummary.Functionals }, "features.summary is functionals" },
        };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public void FindFrontEndObstacle_Settings_NamesTheReason(FeatureOptions features, string? expected)
    {
        var network = Network.Create([new GlobalAveragePoolingOptions()], new FeatureExtractor(features).FeatureCount, 7, seed: 3);
        var model = SmallNetworks.Wrap(network, features);
        if (expected is null)
        {
            OnnxExport.FindFrontEndObstacle(model).ShouldBeNull();
            return;
        }

        OnnxExport.FindFrontEndObstacle(model).ShouldNotBeNull().ShouldContain(expected);
        Should
            .Throw<OnnxExportException>(() => OnnxExport.WriteWithFrontEnd(model))
            .Message.ShouldStartWith($"the features have no ONNX form: {expected}");
    }
}
