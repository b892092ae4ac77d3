using System.Text.Json;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>
/// Measures that leave the speaker's own level out, trimming and parts, on the synthetic voice of tests/fixtures/features.
/// </summary>
public sealed class ContourMeasureTests
{
    private static readonly FeatureOptions Short = new()
    {
        SampleRateHz = null,
        FftLength = 512,
        HopLength = 160,
        MelBandCount = 40,
        MfccCount = 13,
    };
    private static readonly AudioSignal Voice = AudioDecoder.Decode(File.ReadAllBytes(Fixture.Path("features/voice.wav")), "voice.wav");
    private static readonly JsonElement Reference = JsonDocument
        .Parse(File.ReadAllBytes(Fixture.Path("dynamics/dynamics.json")))
        .RootElement.GetProperty("voice");

    [Fact]
    public void Extract_Level_MatchesNumPy()
    {
        var level = Extract(Short with { Kind = new LevelKind() });

        // float32 spectra of 16-bit recordings: the quietest frames carry rounding noise.
        level.ShouldBeWithin([Numbers(Reference.GetProperty("level"))], 0.01, "level");
    }

    [Fact]
    public void Extract_SpectralBalance_MatchesNumPyWhereVoiced()
    {
        double[][] expected = [.. Reference.GetProperty("spectral_balance").EnumerateArray().Select(Numbers)];

        var features = Extract(Short with { Kind = new SpectralBalanceKind(), With = [new PitchContourKind()] });

        var voicedFrames = 0;
        for (var t = 0; t < features.FrameCount; t++)
        {
            var isVoiced = features.Frame(t)[9] == 1;
            voicedFrames += isVoiced ? 1 : 0;
            for (var row = 0; row < expected.Length; row++)
            {
                // Frames are kept, so what has no value reads 0.
                features.Frame(t)[row].ShouldBe(isVoiced ? (float)expected[row][t] : 0f, 0.02f, $"row {row}, frame {t}");
            }
        }

        voicedFrames.ShouldBeGreaterThan(features.FrameCount / 2);
    }

    [Fact]
    public void Extract_CepstralContour_IsMfccWithoutItsMean()
    {
        var contour = Extract(Short with { Kind = new CepstralContourKind() });
        var mfcc = Extract(Short);

        contour.FeatureCount.ShouldBe(12);
        for (var k = 1; k < 13; k++)
        {
            var mean = Enumerable.Range(0, mfcc.FrameCount).Average(t => (double)mfcc.Frame(t)[k]);
            for (var t = 0; t < mfcc.FrameCount; t++)
            {
                contour.Frame(t)[k - 1].ShouldBe((float)(mfcc.Frame(t)[k] - mean), 1e-3f);
            }
        }
    }

    [Fact]
    public void Extract_PitchContour_IsPitchAboveItsMedian()
    {
        var options = Short with { Kind = new PitchKind(), With = [new PitchContourKind()] };

        var features = Extract(options);

        float[] pitch =
        [
            .. Enumerable.Range(0, features.FrameCount).Select(t => features.Frame(t)[0]).Where(static value => value > 0).Order(),
        ];
        var median = (pitch[(pitch.Length - 1) / 2] + pitch[pitch.Length / 2]) / 2;
        for (var t = 0; t < features.FrameCount; t++)
        {
            var isVoiced = features.Frame(t)[0] > 0;
            features.Frame(t)[3].ShouldBe(isVoiced ? 1 : 0);
            features.Frame(t)[2].ShouldBe(isVoiced ? features.Frame(t)[0] - median : 0);
        }
    }

    [Fact]
    public void Extract_SilenceAround_ChangesNothingOnceTrimmed()
    {
        var options = Short with { SampleRateHz = null, TrimDb = 35, Summary = FeatureSummary.Dynamics };
        // Whole hops of silence keep the frames where they were.
        float[] padded = [.. new float[160 * 50], .. Voice.Samples, .. new float[160 * 30]];

        var plain = new FeatureExtractor(options).Extract(Voice.Samples, Voice.SampleRateHz);
        var trimmed = new FeatureExtractor(options).Extract(padded, Voice.SampleRateHz);

        trimmed.Values.ShouldBe(plain.Values);
    }

    [Fact]
    public void Extract_TrimmedSilence_IsKeptWhole()
    {
        var options = Short with { TrimDb = 35 };

        new FeatureExtractor(options).Extract(new float[16000], 16000).FrameCount.ShouldBe(101);
    }

    [Fact]
    public void Extract_Parts_DescribeTheirFrames()
    {
        var options = Short with
        {
            Kind = new LevelKind(),
            Summary = FeatureSummary.Functionals,
            Parts = [ClipPart.SecondHalf, ClipPart.Whole, ClipPart.FirstHalf],
        };
        var frames = Extract(options with { Summary = FeatureSummary.None, Parts = [ClipPart.Whole] });

        var extractor = new FeatureExtractor(options);
        var features = extractor.Extract(Voice.Samples, Voice.SampleRateHz);

        extractor.FeatureNames[0].ShouldBe("second_half_level_db_mean");
        extractor.FeatureNames[10].ShouldBe("level_db_mean");
        extractor.FeatureNames[20].ShouldBe("first_half_level_db_mean");
        features.Values[0].ShouldBe((float)frames.Values[(frames.FrameCount / 2)..].Average(static value => (double)value), 1e-4f);
        features.Values[10].ShouldBe((float)frames.Values.Average(static value => (double)value), 1e-4f);
        features.Values[20].ShouldBe((float)frames.Values[..((frames.FrameCount + 1) / 2)].Average(static value => (double)value), 1e-4f);
    }

    [Fact]
    public void Validate_PartsWithoutSummary_IsAMessage() =>
        (Short with { Parts = [ClipPart.SecondHalf] })
            .Validate()
            .ShouldHaveSingleItem()
            .Message.ShouldBe("is given, but summary is None, expected mean_std, functionals or dynamics with it. Remove it or set summary.");

    [Fact]
    public void Validate_SpectralBalanceAtEightKilohertz_IsAMessage() =>
        (Short with { Kind = new SpectralBalanceKind(), SampleRateHz = 8000 })
            .Validate()
            .ShouldHaveSingleItem()
            .Message.ShouldBe("is 8000, expected at least 10000 for spectral_balance. Raise it or leave spectral_balance out.");

    private static FeatureMatrix Extract(FeatureOptions options) =>
        new FeatureExtractor(options).Extract(Voice.Samples, Voice.SampleRateHz);

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(static value => value.GetDouble())];
}
