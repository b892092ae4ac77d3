using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Resampling;
using Bakeoff.Codecs;
using Bakeoff.Corpora.Converting;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Stress;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Stress;

public sealed class AlterationTests
{
    private const int RateHz = 16000;
    private static readonly AudioSignal Sound = MakeSound();

    [Theory]
    [InlineData("noise_20db", RateHz, 4000)]
    [InlineData("tone_40db", RateHz, 4000)]
    [InlineData("gain_-6db", RateHz, 4000)]
    [InlineData("clipping_10permille", RateHz, 4000)]
    [InlineData("low_pass_1000hz", RateHz, 4000)]
    [InlineData("high_pass_300hz", RateHz, 4000)]
    [InlineData("telephone_alaw", RateHz, 4000)]
    [InlineData("telephone_mulaw", RateHz, 4000)]
    [InlineData("crop_start_100ms", RateHz, 2400)]
    [InlineData("crop_end_100samples", RateHz, 3900)]
    [InlineData("silence_start_500samples", RateHz, 4500)]
    [InlineData("silence_end_50ms", RateHz, 4800)]
    [InlineData("tempo_125pct", RateHz, 3200)]
    [InlineData("rate_8000hz", 8000, 2000)]
    public void Apply_ACondition_ChangesTheSoundAndLeavesTheOriginal(string name, int rateHz, int samples)
    {
        float[] before = [.. Sound.Samples];

        var altered = Apply(name);
        var again = Apply(name);

        Sound.Samples.ShouldBe(before);
        (altered.SampleRateHz, altered.SampleCount).ShouldBe((rateHz, samples));
        altered.Samples.ShouldNotBe(before);
        again.Samples.ShouldBe(altered.Samples);
    }

    [Fact]
    public void Apply_CropAndSilence_WorkAtTheirEnd()
    {
        Apply("crop_start_1000samples").Samples.ShouldBe(Sound.Samples[1000..]);
        Apply("crop_end_1000samples").Samples.ShouldBe(Sound.Samples[..3000]);
        Apply("silence_start_3samples").Samples.ShouldBe([0, 0, 0, .. Sound.Samples]);
        Apply("silence_end_3samples").Samples.ShouldBe([.. Sound.Samples, 0, 0, 0]);
    }

    [Theory]
    [InlineData("crop_start_1000ms", "nothing is left of 0.25 s, expected sound. Make the condition milder or leave it out.")]
    [InlineData("gain_-60db", null)]
    public void RequireSound_OfWhatIsLeft_RefusesNothingAndSilence(string name, string? message)
    {
        var altered = Apply(name);

        if (message is null)
        {
            Should.NotThrow(() => Alteration.RequireSound(altered, Sound));
        }
        else
        {
            Should.Throw<UnusableSignalException>(() => Alteration.RequireSound(altered, Sound)).Message.ShouldBe(message);
        }
    }

    [Fact]
    public void RoundTrip_ByCodecs_KeepsLengthAndMostOfTheSound()
    {
        Assert.SkipUnless(LossyCodec.IsInstalled, "there is no ffmpeg on PATH");
        CompressedFormats.Register();
        using var scratch = new ScratchFolder();
        foreach (var codec in new[] { LossyCodec.Mp3(64), LossyCodec.Opus(64) })
        {
            var heard = codec.RoundTrip([Sound, Sound], scratch.Root, CancellationToken.None);

            heard.Count.ShouldBe(2);
            heard[1].Samples.ShouldBe(heard[0].Samples, "recordings are coded apart");
            heard[0].DurationSeconds.ShouldBe(Sound.DurationSeconds, 0.001);
            var same = Resampler.Resample(heard[0].Samples, heard[0].SampleRateHz, RateHz);
            // Opus for speech takes out what is deep, which shifts the phase.
            Correlation(same[..4000], Sound.Samples).ShouldBeGreaterThan(0.85);
        }
    }

    private static double Correlation(float[] a, float[] b)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var n = 0; n < a.Length; n++)
        {
            (ab, aa, bb) = (ab + ((double)a[n] * b[n]), aa + ((double)a[n] * a[n]), bb + ((double)b[n] * b[n]));
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private static AudioSignal Apply(string name) =>
        new Alteration(StressCondition.Of(new Dictionary<string, StressOptions> { [name] = new() }).Single(), [])
            .Apply(Sound, new SeededRandom(1, "stress"));

    private static AudioSignal MakeSound()
    {
        var random = new SeededRandom(1, "sound");
        return new AudioSignal(
            RateHz,
            1,
            [
                .. Enumerable.Range(0, 4000).Select(n =>
                    (float)((0.3 * DeterministicMath.Sin(2 * Math.PI * 200 * n / RateHz)) + (0.01 * random.NextGaussian()))),
            ]);
    }
}
