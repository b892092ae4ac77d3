using Bakeoff.Audio.Spectra;

namespace Bakeoff.Audio.Tests.Spectra;

public sealed class StftTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(511, 1)]
    [InlineData(512, 2)]
    [InlineData(44100, 87)]
    public void FrameCount_CenteredSignal_IsOnePlusSamplesOverHop(int samples, int frames) =>
        Create(isCentered: true).FrameCount(samples).ShouldBe(frames);

    [Theory]
    [InlineData(2047, 0)]
    [InlineData(2048, 1)]
    [InlineData(2559, 1)]
    [InlineData(2560, 2)]
    public void FrameCount_NotCentered_CountsWholeFrames(int samples, int frames) =>
        Create(isCentered: false).FrameCount(samples).ShouldBe(frames);

    [Theory]
    [InlineData(64, 7, 20, true)]
    [InlineData(64, 64, 300, true)]
    [InlineData(128, 50, 1000, false)]
    [InlineData(256, 1, 40, true)]
    public void PowerSpectrogram_AwkwardHops_MatchesTheDefinition(int fftLength, int hop, int samples, bool isCentered)
    {
        var signal = Enumerable.Range(0, samples).Select(n => (float)Math.Sin(n * n * 0.01)).ToArray();
        var window = AnalysisWindow.Create(WindowKind.Hann, fftLength, fftLength);

        var power = new Stft(fftLength, hop, window, isCentered).PowerSpectrogram(signal);

        for (var t = 0; t < power.FrameCount; t++)
        {
            var start = t * hop - (isCentered ? fftLength / 2 : 0);
            for (var k = 0; k < power.BinCount; k++)
            {
                var (re, im) = (0.0, 0.0);
                for (var n = 0; n < fftLength; n++)
                {
                    var sample = start + n >= 0 && start + n < samples ? signal[start + n] * window[n] : 0;
                    var (sine, cosine) = Math.SinCos(2 * Math.PI * k * n / fftLength);
                    (re, im) = (re + sample * cosine, im - sample * sine);
                }

                // float32: errors of about 1e-6 of the strongest bin, whose power is of order fftLength^2 / 16.
                ((double)power.Frame(t)[k]).ShouldBe(re * re + im * im, 1e-5 * fftLength);
            }
        }
    }

    [Fact]
    public void Constructor_WindowOfAnotherLength_Throws() =>
        Should.Throw<ArgumentException>(() => new Stft(64, 16, new float[63], true)).Message.ShouldStartWith(
            "Window has 63 samples, expected 64 (fftLength).");

    private static Stft Create(bool isCentered) => new(2048, 512, AnalysisWindow.Create(WindowKind.Hann, 2048, 2048), isCentered);
}
