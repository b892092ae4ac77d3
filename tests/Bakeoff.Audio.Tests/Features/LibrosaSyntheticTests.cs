using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Audio.Resampling;
using Bakeoff.Audio.Spectra;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>Two synthetic recordings against librosa 0.10.2; tests/fixtures/features/generate.py makes both.</summary>
public sealed class LibrosaSyntheticTests
{
    public static TheoryData<string> Recordings => ["voice", "tones"];

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_MfccAndDeltas_MatchLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { DeltaOrder = 2 });

        // float32 on both sides: librosa's own rounding is about 0.001.
        features.ShouldBeWithin(reference.Matrix("mfcc"), 0.01, "mfcc");
        features.ShouldBeWithin(reference.Matrix("mfcc_delta"), 0.005, "mfcc_delta", firstColumn: 40);
        features.ShouldBeWithin(reference.Matrix("mfcc_delta2"), 0.005, "mfcc_delta2", firstColumn: 80);
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_ShortHammingFramesWithoutCentring_MatchLibrosa(string name)
    {
        var (signal, reference) = Load(name);
        var options = Native with
        {
            FftLength = 512, WindowLength = 400, HopLength = 160, Window = WindowKind.Hamming, IsCentered = false,
            MelBandCount = 40, MfccCount = 13, MinFrequencyHz = 50, MaxFrequencyHz = 7000,
        };

        Extract(signal, options).ShouldBeWithin(reference.Matrix("short_mfcc"), 0.01, "short_mfcc");
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_LogMel_MatchesLibrosa(string name)
    {
        var (signal, reference) = Load(name);
        var options = Native with { Kind = new LogMelKind(), MfccCount = 1 };

        Extract(signal, options with { MelBandCount = 64, TopDb = null }).ShouldBeWithin(reference.Matrix("log_mel"), 0.01, "log_mel");
        Extract(signal, options with { MelBandCount = 16, TopDb = 40 }).ShouldBeWithin(
            reference.Matrix("log_mel_top_db_40"), 0.01, "log_mel_top_db_40");
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_AllDescriptorsTogether_MatchLibrosa(string name)
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
    public void Extract_ContrastAndChroma_MatchLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { Kind = new SpectralContrastKind(), With = [new ChromaKind()] });

        features.ShouldBeWithin(reference.Matrix("spectral_contrast"), 0.02, "spectral_contrast");
        features.ShouldBeWithin(reference.Matrix("chroma"), 1e-4, "chroma", firstColumn: 7);
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_Functionals_MatchNumpy(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { Summary = FeatureSummary.Functionals });

        features.FrameCount.ShouldBe(1);
        // Slopes are per second: the tolerance covers a difference of 0.01 dB over half a second.
        features.ShouldBeWithin(
            [.. reference.Matrix("mfcc_functionals").SelectMany(row => row).Select(value => new[] { value })], 0.02, "functionals");
    }

    [Theory, MemberData(nameof(Recordings))]
    public void Extract_MeanOfWindow_MatchesLibrosa(string name)
    {
        var (signal, reference) = Load(name);

        var features = Extract(signal, Native with { OffsetSeconds = 0.2, DurationSeconds = 0.5, Summary = FeatureSummary.Mean });

        features.ShouldBeWithin([.. reference.Vector("window_0.2s_0.5s_mean_mfcc").Select(value => new[] { value })], 0.01, "mean");
    }

    [Theory]
    [InlineData("voice", 16000)]
    [InlineData("voice", 22050)]
    [InlineData("voice", 44100)]
    [InlineData("tones", 22050)]
    [InlineData("tones", 44100)]
    public void Resample_ToOtherRates_FollowsSoxr(string name, int rateHz)
    {
        var (signal, whole) = Load(name);
        var reference = whole.Part($"resampled_{rateHz}");

        var samples = Resampler.Resample(signal.Samples, signal.SampleRateHz, rateHz);

        samples.Length.ShouldBe(reference.Integer("samples"));
        var middle = reference.Vector("middle_1000");
        var error = Math.Sqrt(
            middle.Select((value, i) => Math.Pow(value - samples[samples.Length / 2 + i], 2)).Sum() / middle.Sum(value => value * value));
        // soxr HQ computes with 20 bits (1e-6); its pass band bends by 0.007 dB (8e-4) towards the edge, where these signals have little.
        (error <= 2e-4).ShouldBeTrue($"relative error of the samples is {error}");
        var mfcc = Extract(signal, new FeatureOptions { SampleRateHz = rateHz });
        var mfccError = FeatureAssertions.RelativeError(mfcc, reference.Matrix("mfcc"));
        (mfccError <= 0.003).ShouldBeTrue($"relative error of the MFCCs is {mfccError}");
    }

    [Fact]
    public void Create_MelFilterbank_MatchesLibrosa()
    {
        var (signal, reference) = Load("voice");

        var filterbank = MelFilterbank.Create(signal.SampleRateHz, 2048, 128, 0, null);

        var dense = filterbank.ToDense();
        var expected = reference.Vector("mel_filterbank_row_sums");
        for (var band = 0; band < 128; band++)
        {
            var sum = dense.AsSpan(band * filterbank.BinCount, filterbank.BinCount).ToArray().Sum(weight => (double)weight);
            sum.ShouldBe(expected[band], 1e-6 * expected[band]);
        }
    }

    [Fact]
    public void Compute_YinDifference_MatchesLibrosa()
    {
        var (signal, reference) = Load("voice");
        var periods = reference.Vector("yin_periods");
        var function = new PeriodicityFunction(2048, (int)periods[0], (int)periods[1]);
        var reader = new FrameReader(AnalysisWindow.Create(WindowKind.Rectangular, 2048, 2048), 512);

        reader.Read(signal.Samples, 20 * 512 - 1024, function.Frames);
        function.Compute();

        var expected = reference.Vector("yin_difference_of_frame_20");
        for (var i = 0; i < expected.Length; i++)
        {
            // librosa subtracts energies in float32, which costs it digits.
            ((double)function.Values[(int)periods[0] + i][0]).ShouldBe(expected[i], 2e-3, $"period {periods[0] + i}");
        }
    }

    [Fact]
    public void Track_Voice_AgreesWithLibrosaYin()
    {
        var (signal, reference) = Load("voice");

        var track = new PitchTracker(signal.SampleRateHz).Track(signal.Samples, 512);

        var yin = reference.Vector("yin_hz");
        track.FrequencyHz.Length.ShouldBe(yin.Length);
        // The voice sounds from 0.15 to 1.05 s.
        for (var t = 10; t < 48; t++)
        {
            ((double)track.FrequencyHz[t]).ShouldBe(yin[t], 0.005 * yin[t], $"frame {t}");
            track.Voicing[t].ShouldBeGreaterThan(0.8f);
        }

        track.FrequencyHz[0].ShouldBe(0);
        track.FrequencyHz[^1].ShouldBe(0);
    }

    private static FeatureOptions Native => new() { SampleRateHz = null };

    private static FeatureMatrix Extract(AudioSignal signal, FeatureOptions options) =>
        new FeatureExtractor(options).Extract(signal.ToMono(), signal.SampleRateHz);

    private static (AudioSignal Signal, LibrosaReference Reference) Load(string name)
    {
        var reference = LibrosaReference.Read(Fixture.Path($"features/{name}.json"));
        var file = reference.Text("file");
        return (AudioDecoder.Decode(File.ReadAllBytes(Fixture.Path($"features/{file}")), file), reference);
    }
}
