using System.Security.Cryptography;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Augmentation;

public sealed class DistortionsTests
{
    private const int RateHz = 16000;
    private static readonly float[] Samples = [0.5f, -0.25f, 0.125f, 0.8f, -0.6f, 0.3f, 0, 0, 0, 0];

    [Theory]
    [InlineData(CompandingLaw.MuLaw, "912062bf9c931c7ebc1dc1fd1d74faf0cfefcd47e8408a3ed4d07aa59f0f1c20")]
    [InlineData(CompandingLaw.ALaw, "b209cb65664652ae64853b1f5ee015be44dba85f3883affd6dae34dc76f3eba0")]
    public void G711_OfAllSamples_IsPythonsAudioopAndMirrored(CompandingLaw law, string sha256)
    {
        // audioop.lin2ulaw and lin2alaw of 0 to 32767 (Python 3.11); of negative samples audioop's mu-law rounds otherwise than ITU-T G.191.
        byte[] codes = [.. Enumerable.Range(0, 32768).Select(sample => G711.Encode((short)sample, law))];

        Convert.ToHexStringLower(SHA256.HashData(codes)).ShouldBe(sha256);
        Enumerable.Range(0, 32768).ShouldAllBe(sample => G711.Encode((short)~sample, law) == (codes[sample] ^ 0x80));
    }

    [Theory]
    [InlineData(CompandingLaw.MuLaw)]
    [InlineData(CompandingLaw.ALaw)]
    public void G711_RoundTrip_ErrsByHalfAStepAtMost(CompandingLaw law)
    {
        var before = Enumerable.Range(-32768, 65536).Select(static sample => sample / 32768f).ToArray();
        float[] after = [.. before];

        G711.RoundTrip(after, law);

        // A step is a 16th of the sample's octave, and no smaller than in the lowest segment; half of it, and what 14 or 13 bits leave out.
        before.Zip(after).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) <= (Math.Abs(pair.First) / 32) + (20f / 32768));
        float[] again = [.. after];
        G711.RoundTrip(again, law);
        again.ShouldBe(after);
    }

    [Fact]
    public void LowPassAndHighPass_AreScipysButterworthOfTheFirstOrder()
    {
        // scipy 1.10.1: signal.lfilter(*signal.butter(1, f, btype=..., fs=16000), x); float32 holds seven digits.
        ShouldBe(
            static samples => Distortions.LowPass(samples, RateHz, 1000),
            [0.08295534, 0.09690666, 0.04401212, 0.18287534, 0.15537553, 0.05404540, 0.08588519, 0.05738665, 0.03834453, 0.02562100]);
        ShouldBe(
            static samples => Distortions.HighPass(samples, RateHz, 150),
            [0.48569108, -0.27064440, 0.10911443, 0.75855216, -0.64479915, 0.26635035, -0.04030906, -0.03800194, -0.03582687, -0.03377630]);
        ShouldBe(static samples => Distortions.LowPass(samples, RateHz, 8000), [.. Samples.Select(static sample => (double)sample)]);
    }

    [Fact]
    public void HighPass_OfAllThatTheRateCarries_Throws() =>
        Should.Throw<UnusableSignalException>(() => Distortions.HighPass([.. Samples], RateHz, 8000))
            .Message.ShouldBe("a high pass of 8000 Hz, expected less than half of the sampling rate (16000 Hz).");

    [Fact]
    public void Clip_ATenthOfTheSamples_LimitsTheRestOfThemToTheirLevel()
    {
        var samples = Enumerable.Range(1, 100).Select(static n => n % 2 == 0 ? n / 100f : -n / 100f).ToArray();

        Distortions.Clip(samples, 0.1);

        samples.Count(static sample => Math.Abs(sample) == 0.91f).ShouldBe(10);
        samples.Max(Math.Abs).ShouldBe(0.91f);
        samples[0].ShouldBe(-0.01f);
        float[] single = [0.5f];
        Distortions.Clip(single, 0.001);
        single.ShouldBe([0.5f]);
        Should.NotThrow(() => Distortions.Clip([], 0.5));
    }

    [Fact]
    public void AddTone_PeaksAtItsDistance()
    {
        float[] samples = [.. new float[RateHz]];
        samples[7] = 0.5f;

        Distortions.AddTone(samples, RateHz, 5000, 20);

        samples[100..].Max().ShouldBe(0.05f, 1e-4f);
        samples[0].ShouldBe(0);
        samples[1].ShouldBe((float)(0.05 * DeterministicMath.Sin(2 * Math.PI * 5 / 16)), 1e-6f);
        Should.Throw<UnusableSignalException>(() => Distortions.AddTone(new float[9], 8000, 5000, 20));
    }

    [Theory]
    [InlineData(44100)]
    [InlineData(8000)]
    public void Telephone_KeepsTheBandAndTheLength(int rateHz)
    {
        var low = Tone(rateHz, 100);
        var middle = Tone(rateHz, 1000);

        var heard = Telephone.Apply(middle, rateHz, CompandingLaw.MuLaw);

        heard.Length.ShouldBe(middle.Length);
        Power(heard).ShouldBe(Power(middle), 0.01 * Power(middle));
        Power(Telephone.Apply(low, rateHz, CompandingLaw.ALaw)).ShouldBeLessThan(Power(low) / 1000);
    }

    [Fact]
    public void NoiseRecordings_ShorterThanTheSoundAndOfAnotherRate_ReachTheirDistance()
    {
        var noise = new SeededRandom(1, "noise");
        var noises = new NoiseRecordings([new AudioSignal(8000, 1, [.. Enumerable.Range(0, 1000).Select(_ => (float)noise.NextGaussian())])]);
        var sound = Tone(RateHz, 500);
        float[] altered = [.. sound];
        float[] same = [.. sound];

        noises.Add(altered, RateHz, 10, new SeededRandom(2, "place"));
        noises.Add(same, RateHz, 10, new SeededRandom(2, "place"));

        same.ShouldBe(altered);
        var added = altered.Zip(sound, static (a, b) => a - b).ToArray();
        Power(added).ShouldBe(Power(sound) / 10, 1e-4 * Power(sound));
    }

    [Fact]
    public void NoiseRecordings_WithALongPause_TakeAStretchThatSounds()
    {
        var pause = new float[4000];
        var noises = new NoiseRecordings([new AudioSignal(RateHz, 1, [.. pause, .. Tone(RateHz, 300)[..1000], .. pause])]);
        float[] sound = [.. Tone(RateHz, 500)[..400]];
        float[] altered = [.. sound];

        noises.Add(altered, RateHz, 0, new SeededRandom(3, "place"));

        Power([.. altered.Zip(sound, static (a, b) => a - b)]).ShouldBe(Power(sound), 1e-4 * Power(sound));
    }

    [Fact]
    public void NoiseRecordings_ThatAreNoNoise_AreRefused()
    {
        Should.Throw<UnusableSignalException>(() => NoiseRecordings.Check(new AudioSignal(RateHz, 1, new float[800]), "a.wav"))
            .Message.ShouldBe("a.wav: a noise of 0.05 s, expected at least 0.1 s.");
        Should.Throw<UnusableSignalException>(() => NoiseRecordings.Check(new AudioSignal(RateHz, 1, new float[8000]), "b.wav"))
            .Message.ShouldBe("b.wav: the noise is silent, expected a sound.");
        var click = new float[100_000];
        click[99_999] = 1;
        Should.Throw<UnusableSignalException>(() => new NoiseRecordings([new AudioSignal(RateHz, 1, click)])
            .Add(new float[10], RateHz, 0, new SeededRandom(1, "place")))
            .Message.ShouldContain("pauses");
    }

    private static float[] Tone(int rateHz, double hertz) =>
        [.. Enumerable.Range(0, rateHz).Select(n => (float)(0.3 * DeterministicMath.Sin(2 * Math.PI * hertz * n / rateHz)))];

    private static double Power(float[] samples) => samples.Sum(static sample => (double)sample * sample);

    private static void ShouldBe(Action<float[]> filter, double[] expected)
    {
        float[] samples = [.. Samples];
        filter(samples);
        samples.Length.ShouldBe(expected.Length);
        samples.Zip(expected).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-7);
    }
}
