using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.NWaves.Kinds;
using Bakeoff.Options;
using NWaves.FeatureExtractors;
using NWaves.FeatureExtractors.Multi;
using NWaves.FeatureExtractors.Options;
using NWaves.Filters.Fda;
using NWaves.Windows;
using Extractor = NWaves.FeatureExtractors.Base.FeatureExtractor;

namespace Bakeoff.NWaves.Tests;

public sealed class NWavesKindTests
{
    private const int Rate = 16_000;
    private const int Fft = 512;
    private const int Hop = 160;
    private const int Frame = 400;

    /// <summary>Kinds beside the extractor that a user of NWaves would make for each.</summary>
    private static readonly Dictionary<string, (FeatureKind Kind, Func<Extractor> Own)> Kinds = new(StringComparer.Ordinal)
    {
        ["plp"] = (new PlpKind(), static () => new PlpExtractor(Filters(new PlpOptions { FeatureCount = 13 }))),
        ["rasta_plp"] = (new RastaPlpKind(), static () => new PlpExtractor(Filters(new PlpOptions { FeatureCount = 13, Rasta = 0.94 }))),
        ["gtcc"] = (new GtccKind { Filters = 24 }, static () => new MfccExtractor(Gammatone(new MfccOptions { FeatureCount = 13 }))),
        ["pncc"] = (new PnccKind { Filters = 24 }, static () => new PnccExtractor(Filters(new PnccOptions { FeatureCount = 13 }))),
        ["spncc"] = (new SpnccKind { Filters = 24 }, static () => new SpnccExtractor(Filters(new PnccOptions { FeatureCount = 13 }))),
        ["lpc"] = (new LpcKind(), static () => new LpcExtractor(Frames(new LpcOptions { LpcOrder = 12 }))),
        ["lpcc"] = (new LpccKind(), static () => new LpccExtractor(Frames(new LpccOptions { FeatureCount = 13, LpcOrder = 12 }))),
        ["mpeg7"] = (
            new Mpeg7Kind(),
            static () => new Mpeg7SpectralFeaturesExtractor(
                Frames(
                    new MultiFeatureOptions
                    {
                        FeatureList = "centroid,spread,flatness,noiseness,crest,entropy,decrease",
                        FftSize = Fft,
                    }))),
        ["perceptual"] = (
            new PerceptualKind(),
            static () => new Mpeg7SpectralFeaturesExtractor(
                Frames(
                    new MultiFeatureOptions
                    {
                        FeatureList = "loudness,sharpness",
                        FftSize = Fft,
                        FrequencyBands = FilterBanks.BarkBands(24, Rate, overlap: false),
                    }))),
        ["ams"] = (
            new AmsKind(),
            static () => new AmsExtractor(Frames(new AmsOptions { FftSize = Fft, ModulationFftSize = 16, ModulationHopSize = 1 }))),
    };

    public static TheoryData<string> Names() => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Extract_FramesFromTheFirstSample_EqualsNWavesOwn(string name)
    {
        var (kind, own) = Kinds[name];
        var signal = Speech(1.0, seed: 1);

        var ours = Extract(Options(kind) with { IsCentered = false }, signal);

        // A transform of 512 with a window of 400 in its middle: the first frame starts 56 samples in. Zeros follow the last frame.
        float[] scaled = [.. signal.Skip((Fft - Frame) / 2).Select(static sample => sample * 32768)];
        Array.Resize(ref scaled, (ours.FrameCount * Hop) + Frame);
        var theirs = own().ComputeFrom(scaled);
        for (var frame = 0; frame < ours.FrameCount; frame++)
        {
            // The same library on the same numbers: no difference at all, but for frames that it gives no number for.
            var expected = theirs[frame].Select(static value => float.IsFinite(value) ? value : 0);
            ours.Frame(frame).ToArray().ShouldBe(expected, name + " " + frame.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Columns_EveryKind_AreNamedAndHaveValues()
    {
        FeatureKind[] with = [.. Kinds.Values.Select(static entry => entry.Kind), new HarmonicsKind()];
        var extractor = new FeatureExtractor(Options(new MfccKind()) with { With = with });

        var features = extractor.Extract(Speech(0.7, seed: 2), Rate);

        extractor.FeatureNames.Count.ShouldBe(40 + (5 * 13) + 13 + 13 + 7 + 2 + (12 * 9) + 7);
        extractor.FeatureNames.ShouldBeUnique();
        features.FrameCount.ShouldBe(1 + ((int)(0.7 * Rate) / Hop));
        for (var column = 0; column < extractor.FeatureCount; column++)
        {
            var values = Enumerable.Range(0, features.FrameCount).Select(row => features.Frame(row)[column]).ToList();
            values.ShouldAllBe(static value => float.IsFinite(value));
            values.Distinct().Count().ShouldBeGreaterThan(1, extractor.FeatureNames[column]);
        }
    }

    [Fact]
    public void Extract_ManyThreads_EqualsOne()
    {
        var extractor = new FeatureExtractor(
            Options(new PlpKind()) with { With = [new RastaPlpKind(), new PnccKind(), new GtccKind(), new AmsKind(), new HarmonicsKind()] });
        var clips = Enumerable.Range(0, 24).Select(static seed => Speech(0.3 + (0.02 * seed), (ulong)seed)).ToList();
        var alone = clips.Select(clip => extractor.Extract(clip, Rate).Values.ToArray()).ToList();

        var together = new float[clips.Count][];
        Parallel.For(
            0,
            clips.Count,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => together[i] = extractor.Extract(clips[i], Rate).Values.ToArray());

        together.ShouldBe(alone);
    }

    [Fact]
    public void Lpc_AutoregressiveNoise_FindsItsCoefficients()
    {
        var random = new SeededRandom(3, "noise");
        var signal = new float[Rate];
        for (var n = 2; n < signal.Length; n++)
        {
            signal[n] = (float)((1.3 * signal[n - 1]) - (0.6 * signal[n - 2]) + (0.02 * (random.NextSingle() - 0.5)));
        }

        var features = Extract(Options(new LpcKind { Order = 2 }) with { FftLength = 4096, WindowLength = 4096 }, signal);

        // Of 4096 samples under a window, coefficients come out within about 1 / sqrt(4096 / 2); four times that is allowed.
        var middle = features.Frame(features.FrameCount / 2);
        ((double)middle[1]).ShouldBe(-1.3, 0.09);
        ((double)middle[2]).ShouldBe(0.6, 0.09);
    }

    [Fact]
    public void Extract_Silence_HasNoValueWhereNWavesHasNone()
    {
        FeatureKind[] with = [.. Kinds.Values.Select(static entry => entry.Kind), new HarmonicsKind()];
        var features = Extract(Options(new MfccKind()) with { With = with }, new float[Rate / 2]);

        features.Values.ToArray().ShouldAllBe(static value => float.IsFinite(value));
    }

    public static TheoryData<FeatureKind, string> BrokenRules => new()
    {
        { new PlpKind { Coefficients = 30 }, "plp.coefficients is 30, expected at most filters (24). Lower it or raise filters." },
        { new AmsKind { ModulationFrames = 12 }, "ams.modulation_fft is 12, expected a power of two. Choose one." },
        { new LpcKind { Order = 64 }, "lpc.order is 64, expected less than win_length (64). Lower it or raise win_length." },
        { new LpccKind { Coefficients = 65 }, "lpcc.coefficients is 65, expected at most win_length (64). Lower it or raise win_length." },
    };

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void Validate_BrokenRule_SaysWhatIsExpected(FeatureKind broken, string message)
    {
        var options = Options(broken) with { FftLength = 64, WindowLength = null, HopLength = 32 };

        broken.Validate(options).Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe([message]);
    }

    [Fact]
    public void Ams_RateBelowItsBands_IsRefused()
    {
        var options = Options(new AmsKind());
        (options with { SampleRateHz = 6399 }).Validate().Select(static problem => $"{problem.Key} {problem.Message}").ShouldBe(
            ["sample_rate_hz is 6399, expected at least 6400 for ams. Raise it or leave ams out."]);

        // Where each clip keeps its own rate, it is known with the clip.
        var own = new FeatureExtractor(options with { SampleRateHz = null });
        Should.Throw<UnusableSignalException>(() => own.Extract(Speech(0.5, seed: 4), 4000)).Message
            .ShouldBe("sample rate is 4000 Hz, expected at least 6400 Hz for ams. Leave ams out.");
        own.Extract(Speech(0.5, seed: 4), 6400).Values.ToArray().ShouldAllBe(static value => float.IsFinite(value));
    }

    /// <summary>The widest and narrowest settings that the rules leave, at telephone and studio rates, in silence and noise.</summary>
    [Theory]
    [InlineData(8000)]
    [InlineData(192_000)]
    public void Extract_EveryKindAtItsLimits_HasFiniteValues(int rateHz)
    {
        FeatureKind[] kinds =
        [
            new PlpKind { Filters = 256, Coefficients = 256 }, new RastaPlpKind { Filters = 2, Coefficients = 2 },
            new GtccKind { Filters = 256, Coefficients = 2 }, new PnccKind { Filters = 2, Coefficients = 2 },
            new SpnccKind { Filters = 256, Coefficients = 256 }, new LpcKind { Order = 127 }, new LpccKind { Coefficients = 128 },
            new Mpeg7Kind(), new PerceptualKind(), new HarmonicsKind(), new AmsKind { ModulationFrames = 256 },
        ];
        var options = Options(kinds[0]) with
        {
            With = kinds[1..],
            SampleRateHz = rateHz,
            FftLength = 128,
            WindowLength = null,
            HopLength = 64,
        };
        options.Validate().ShouldBeEmpty();
        foreach (var signal in new[] { new float[2000], Speech(0.125, seed: 5), [.. Speech(0.125, seed: 6)[..128]] })
        {
            var features = new FeatureExtractor(options).Extract(signal, rateHz);
            features.Values.ToArray().ShouldAllBe(static value => float.IsFinite(value));
        }
    }

    [Fact]
    public void Register_Assembly_MakesTheKindsKnown()
    {
        var assembly = typeof(NWavesKind).Assembly;
        OptionKinds.Register(assembly, isIdleUnlessNamed: true);

        OptionKinds
            .Of(typeof(FeatureKind))
            .Select(static kind => kind.Name)
            .Intersect([.. Kinds.Keys, "harmonics"], StringComparer.Ordinal)
            .Count()
            .ShouldBe(Kinds.Count + 1);
        OptionKinds.RegisteredFor(Options(new MfccKind())).ShouldNotContain(assembly);
        OptionKinds.RegisteredFor(Options(new MfccKind()) with { With = [new LpcKind()] }).ShouldContain(assembly);
    }

    private static FeatureMatrix Extract(FeatureOptions options, float[] signal) => new FeatureExtractor(options).Extract(signal, Rate);

    private static FeatureOptions Options(FeatureKind kind) => new()
    {
        Kind = kind,
        SampleRateHz = Rate,
        FftLength = Fft,
        HopLength = Hop,
        WindowLength = Frame,
        Window = WindowKind.Hamming,
    };

    private static T Frames<T>(T options)
        where T : FeatureExtractorOptions
    {
        options.SamplingRate = Rate;
        options.FrameSize = Frame;
        options.HopSize = Hop;
        options.Window = WindowType.Hamming;
        return options;
    }

    private static T Filters<T>(T options)
        where T : FilterbankOptions
    {
        options.FilterBankSize = 24;
        options.FftSize = Fft;
        options.LowFrequency = 0;
        options.HighFrequency = Rate / 2.0;
        return Frames(options);
    }

    private static MfccOptions Gammatone(MfccOptions options)
    {
        Filters(options).FilterBank = FilterBanks.Erb(24, Fft, Rate, 0, Rate / 2.0);
        return options;
    }

    /// <summary>A gliding voice with noise behind it.</summary>
    private static float[] Speech(double seconds, ulong seed)
    {
        var random = new SeededRandom(seed, "speech");
        var pitchHz = 110 + (8 * (double)(seed % 20));
        return
        [
            .. Enumerable
                .Range(0, (int)(seconds * Rate))
                .Select(n =>
                {
                    var phase = 2 * Math.PI * n / Rate * pitchHz * (1 + (0.2 * n / Rate));
                    var voice = Enumerable.Range(1, 12).Sum(h => Math.Sin(h * phase) / h) * (0.6 + (0.4 * Math.Sin(n / 900.0)));
                    return (float)((0.2 * voice) + (0.01 * (random.NextSingle() - 0.5)));
                }),
        ];
    }
}
