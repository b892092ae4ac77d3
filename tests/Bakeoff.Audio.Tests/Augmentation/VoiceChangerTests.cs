using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Features.Voice;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Augmentation;

public sealed class VoiceChangerTests
{
    [Theory]
    [InlineData(1.25, 1, 1)]
    [InlineData(0.8, 1, 1)]
    [InlineData(1, 1, 1.25)]
    [InlineData(1, 1, 0.8)]
    [InlineData(1, 1.15, 1)]
    [InlineData(1.1, 0.9, 1.1)]
    public void Apply_Factors_ChangePitchAndLengthIndependently(double pitch, double formant, double tempo)
    {
        var voice = Voice();

        var changed = VoiceChanger.Apply(voice.Samples, voice.SampleRateHz, new VoiceChange(pitch, formant, tempo));

        ((double)changed.Length).ShouldBe(voice.SampleCount / tempo, 0.01 * voice.SampleCount);
        changed.ShouldAllBe(sample => float.IsFinite(sample));
        // The periods of the result are whole samples of about 100; medians over the voiced frames agree within 2 %.
        MedianPitch(changed, voice.SampleRateHz).ShouldBe(pitch * MedianPitch(voice.Samples, voice.SampleRateHz), 0.02 * pitch * 220);
    }

    [Fact]
    public void Apply_FormantFactor_MovesTheSpectrumAndNotThePitch()
    {
        var voice = Voice();
        var pitchOnly = VoiceChanger.Apply(voice.Samples, voice.SampleRateHz, new VoiceChange(PitchFactor: 1.2));
        var formantOnly = VoiceChanger.Apply(voice.Samples, voice.SampleRateHz, new VoiceChange(FormantFactor: 1.2));

        var before = Centroid(voice.Samples, voice.SampleRateHz);

        Centroid(formantOnly, voice.SampleRateHz).ShouldBe(1.2 * before, 0.06 * before);
        Centroid(pitchOnly, voice.SampleRateHz).ShouldBe(before, 0.08 * before);
    }

    [Fact]
    public void ChangeSpeed_Tone_MovesPitchAndLengthTogether()
    {
        var voice = Voice();

        var faster = VoiceChanger.ChangeSpeed(voice.Samples, voice.SampleRateHz, 1.1);

        ((double)faster.Length).ShouldBe(voice.SampleCount / 1.1, 2);
        MedianPitch(faster, voice.SampleRateHz).ShouldBe(1.1 * MedianPitch(voice.Samples, voice.SampleRateHz), 4);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(2.5)]
    [InlineData(double.NaN)]
    public void Apply_FactorOutOfRange_Throws(double factor) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => VoiceChanger.Apply([0f], 16000, new VoiceChange(PitchFactor: factor)))
            .Message.ShouldContain("Expected 0.5 to 2.");

    [Fact]
    public void Apply_SameSeedTwice_GivesEqualBits()
    {
        var voice = Voice();
        var augmenter = new WaveformAugmenter(new WaveformAugmentationOptions { SignalToNoiseDb = 30 });

        float[] Copy(ulong seed) => augmenter.Apply(voice.Samples, voice.SampleRateHz, 1, new SeededRandom(seed, "augment"));

        Copy(1).ShouldBe(Copy(1));
        Copy(1).ShouldNotBe(Copy(2));
    }

    [Fact]
    public void Draw_ManyTimes_StaysInsideTheLimits()
    {
        var augmenter = new WaveformAugmenter(
            new WaveformAugmentationOptions
            {
                PitchSemitones = 12,
                FormantPercent = 10,
                TempoPercent = 0,
            });
        var random = new SeededRandom(4, "draw");

        for (var i = 0; i < 200; i++)
        {
            var change = augmenter.Draw(1 + i, random);

            change.PitchFactor.ShouldBeInRange(0.5, 2);
            change.FormantFactor.ShouldBeInRange(0.9, 1.1);
            change.TempoFactor.ShouldBe(1);
        }
    }

    [Fact]
    public void Draw_EachCopyAVoice_MovesPitchAndFormantsTogether()
    {
        var augmenter = new WaveformAugmenter(
            new WaveformAugmentationOptions
            {
                Copies = 4,
                Voice = VoiceDraw.EachCopy,
                PitchSemitones = 12,
                FormantPercent = 10,
                TempoPercent = 10,
            });

        var first = Enumerable.Range(1, 4).Select(copy => augmenter.Draw(copy, new SeededRandom(1, "clip"))).ToArray();
        var second = Enumerable.Range(1, 4).Select(copy => augmenter.Draw(copy, new SeededRandom(2, "clip"))).ToArray();

        // Half an octave down and up, then a whole one; the resonances by half and all of ten per cent.
        first.Select(static change => change.PitchFactor).ShouldBe([Math.Sqrt(0.5), Math.Sqrt(2), 0.5, 2], 1e-12);
        first.Select(static change => change.FormantFactor).ShouldBe([0.95, 1.05, 0.9, 1.1], 1e-12);
        second.Select(static change => change.PitchFactor).ShouldBe(first.Select(static change => change.PitchFactor));
        second[0].TempoFactor.ShouldNotBe(first[0].TempoFactor);
    }

    [Fact]
    public void AddNoise_Tone_HasTheDistanceAskedFor()
    {
        var clean = Enumerable.Range(0, 20000).Select(n => (float)Math.Sin(n * 0.1)).ToArray();
        var noisy = clean.ToArray();

        SignalLevel.AddNoise(noisy, 20, new SeededRandom(1, "noise"));

        var noise = noisy.Zip(clean, (a, b) => Math.Pow(a - b, 2)).Average();
        (10 * Math.Log10(clean.Average(x => x * x) / noise)).ShouldBe(20, 0.2);
    }

    [Fact]
    public void ApplyGain_SixDecibels_Doubles()
    {
        float[] samples = [0.25f, -0.5f];

        SignalLevel.ApplyGain(samples, 6.0206);

        samples[0].ShouldBe(0.5f, 1e-5f);
        samples[1].ShouldBe(-1f, 1e-5f);
    }

    private static double MedianPitch(float[] samples, int rateHz)
    {
        // The voice fades in and out, and how many of those frames count as voiced depends on the tempo; the middle is sure.
        var track = new PitchTracker(rateHz).Track(samples, 256).FrequencyHz;
        var voiced = track[(track.Length / 4)..(3 * track.Length / 4)].Where(hertz => hertz > 0).Order().ToArray();
        return voiced[voiced.Length / 2];
    }

    private static double Centroid(float[] samples, int rateHz) => new FeatureExtractor(
            new FeatureOptions
            {
                SampleRateHz = null,
                Kind = new SpectralCentroidKind(),
                OffsetSeconds = 0.3,
                DurationSeconds = 0.6,
                Summary = FeatureSummary.Mean,
            }).Extract(samples, rateHz).Values[0];

    private static AudioSignal Voice() => AudioDecoder.Decode(File.ReadAllBytes(Fixture.Path("features/voice.wav")), "voice.wav");
}
