using Bakeoff.Experiments.Explore;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Tests.Explore;

public sealed class ClipPicturesTests
{
    [Theory]
    [InlineData(8_000, 2)]
    [InlineData(16_000, 2)]
    [InlineData(44_100, 1)]
    [InlineData(192_000, 1)]
    [InlineData(16_000, 600)]
    public void Spectrogram_FullScaleSine_PeaksAtZeroDecibelsAndItsFrequency(int rateHz, int seconds)
    {
        var map = ClipPictures.Spectrogram(Sine(rateHz, seconds, frequencyHz: rateHz / 16.0));
        var peak = Enumerable.Range(0, map.BandCount).MaxBy(band => map.Values.Span[(map.FrameCount / 2 * map.BandCount) + band]);
        map.BandCentres![peak].ShouldBe(rateHz / 16.0, 1e-9, "the tone lies on a bin");
        map.Values.Span[(map.FrameCount / 2 * map.BandCount) + peak].ShouldBe(0f, 0.01f, "float32 spectra");
        (map.FrameCount * map.SecondsPerFrame).ShouldBe(seconds, 0.2, "whole frames");
        map.FrameCount.ShouldBeLessThanOrEqualTo(4097, "an hour must not take an hour's memory");
    }

    [Theory]
    [InlineData(16_000, 1)]
    [InlineData(16_000, 600)]
    [InlineData(400, 1)]
    public void Pitch_Tone_IsFoundWhereTheRateHoldsIt(int rateHz, int seconds)
    {
        var contour = ClipPictures.Pitch(Sine(rateHz, seconds, frequencyHz: 200));
        contour.FrequenciesHz.Count.ShouldBeLessThanOrEqualTo(4097);
        if (rateHz == 400)
        {
            contour.FrequenciesHz.ShouldBeEmpty("a quarter of the rate is below any pitch range");
            return;
        }

        contour.FrequenciesHz[contour.FrequenciesHz.Count / 2].ShouldBe(200, 1, "parabolic interpolation of the period");
    }

    private static ClipAudio Sine(int rateHz, int seconds, double frequencyHz)
    {
        var samples = new float[rateHz * seconds];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)Math.Sin(2 * Math.PI * frequencyHz * i / rateHz);
        }

        return new ClipAudio("sine.wav", "sad", samples, rateHz);
    }
}
