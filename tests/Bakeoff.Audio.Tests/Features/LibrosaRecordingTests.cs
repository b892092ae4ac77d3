using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>
/// Five recordings of TESS against librosa 0.10.2. The recordings may not be passed on; see tests/fixtures/features/README.md.
/// </summary>
public sealed class LibrosaRecordingTests
{
    public static TheoryData<string> Recordings => ["OAF_back_sad", "OAF_food_fear", "OA_bite_neutral", "YAF_bath_angry", "YAF_germ_angry"];

    [Theory, MemberData(nameof(Recordings))]
    public void Decode_Recording_MatchesLibsndfile(string name)
    {
        var (signal, reference) = Load(name);

        signal.SampleRateHz.ShouldBe(reference.Integer("sample_rate"));
        signal.SampleCount.ShouldBe(reference.Integer("samples"));
        var mono = signal.ToMono();
        var expected = reference.Vector("first_samples");
        for (var i = 0; i < expected.Length; i++)
        {
            // The reference is rounded to seven digits.
            ((double)mono[i]).ShouldBe(expected[i], 1e-10);
        }
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_MfccAndDeltasAtNativeRate_MatchLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { DeltaOrder = 2 });

        features.ShouldBeWithin(reference.Matrix("mfcc"), 0.02, "mfcc");
        features.ShouldBeWithin(reference.Matrix("mfcc_delta"), 0.01, "mfcc_delta", firstColumn: 40);
        features.ShouldBeWithin(reference.Matrix("mfcc_delta2"), 0.01, "mfcc_delta2", firstColumn: 80);
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_LogMelAtNativeRate_MatchesLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { Kind = new LogMelKind() });

        Row(features, 0).ShouldBeWithin(Columns(reference.Vector("log_mel_first_frame")), 0.01, "first frame");
        Row(features, features.FrameCount / 2).ShouldBeWithin(Columns(reference.Vector("log_mel_middle_frame")), 0.01, "middle frame");
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_SpectralDescriptors_MatchLibrosa(string name)
    {
        var (signal, reference) = Load(name);
        (FeatureKind Kind, string Key)[] kinds =
        [
            (new RmsKind(), "rms"), (new ZeroCrossingRateKind(), "zero_crossing_rate"), (new SpectralCentroidKind(), "spectral_centroid"),
            (new SpectralBandwidthKind(), "spectral_bandwidth"), (new SpectralRolloffKind(), "spectral_rolloff"),
            (new SpectralFlatnessKind(), "spectral_flatness"),
        ];

        var features = Extract(signal, Native with { Kind = kinds[0].Kind, With = [.. kinds.Skip(1).Select(kind => kind.Kind)] });

        for (var column = 0; column < kinds.Length; column++)
        {
            features.ShouldBeWithinRelative(reference.Vector(kinds[column].Key), 1e-4, kinds[column].Key, column);
        }
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_MfccAt22050Hz_FollowsSoxr(string name)
    {
        var (signal, reference) = Load(name);
        var resampled = reference.Part("resampled_22050");

        var features = Extract(signal, new FeatureOptions());

        // soxr's own two top qualities differ by 0.2 %.
        var error = FeatureAssertions.RelativeError(features, resampled.Matrix("mfcc"));
        (error <= 0.001).ShouldBeTrue($"relative error is {error}, expected at most 0.001");
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_MeanOfWindow_MatchesLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { OffsetSeconds = 0.5, DurationSeconds = 3, Summary = FeatureSummary.Mean });

        features.FrameCount.ShouldBe(1);
        features.ShouldBeWithin(Columns(reference.Vector("window_0.5s_3s_mean_mfcc_native_rate")), 0.02, "mean mfcc");
    }

    private static FeatureOptions Native => new() { SampleRateHz = null };

    private static FeatureMatrix Extract(AudioSignal signal, FeatureOptions options) =>
        new FeatureExtractor(options).Extract(signal.ToMono(), signal.SampleRateHz);

    private static double[][] Columns(double[] values) => [.. values.Select(value => new[] { value })];

    private static FeatureMatrix Row(FeatureMatrix features, int frame) => new(features.Frame(frame).ToArray(), 1, features.FeatureCount);

    private static (AudioSignal Signal, LibrosaReference Reference) Load(string name)
    {
        var reference = LibrosaReference.Read(Bakeoff.Testing.Fixture.Path($"features/recordings/features_{name}.json"));
        return (TessRecording.Decode(reference.Text("file")), reference);
    }
}
