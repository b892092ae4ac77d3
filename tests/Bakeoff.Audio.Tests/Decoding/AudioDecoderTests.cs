using Bakeoff.Audio.Decoding;
using static Bakeoff.Audio.Tests.Decoding.RecordingBuilder;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class AudioDecoderTests
{
    [Fact]
    public void Decode_EmptyFile_Throws() =>
        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode(Array.Empty<byte>(), "e.wav"))
            .Message.ShouldBe("e.wav: file is empty (0 bytes), expected a WAV, AIFF, FLAC, AU or Wave64 recording.");

    [Theory]
    [InlineData("<!DOCTYPE html>", "looks like a web page or XML", "")]
    [InlineData("OggS....", "looks like Ogg", "Convert it to 16-bit WAV first.")]
    [InlineData("version https://git-lfs.github.com", "looks like a Git LFS pointer", "")]
    [InlineData("hello", "begins with bytes 68656C6C6F ('hello')", "")]
    public void Decode_NotAudio_SaysWhatItLooksLike(string content, string description, string nextStep) =>
        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode(System.Text.Encoding.ASCII.GetBytes(content), "x.wav"))
            .Message.ShouldBe($"x.wav: content {description}, expected WAV, AIFF, FLAC, AU or Wave64 at byte 0. {nextStep}".TrimEnd());

    [Fact]
    public void Decode_EveryPrefixAndManyFlippedBytes_ThrowsTypedOrDecodes()
    {
        // Whatever a disk or a network does to a file, the answer is a signal or an AudioFormatException, quickly and in little memory.
        byte[][] files =
        [
            Wav(new byte[64], channels: 2),
            Aiff(new byte[64], channels: 2),
            Wav(new byte[64], IeeeFloat, bits: 32),
            Au(new byte[64]),
            Wave64(new byte[64]),
        ];
        foreach (var file in files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                Attempt(file.AsMemory(0, length));
            }

            for (var at = 0; at < file.Length; at++)
            {
                foreach (var value in new byte[] { 0x00, 0x01, 0x7F, 0x80, 0xFF })
                {
                    var damaged = (byte[])file.Clone();
                    damaged[at] = value;
                    Attempt(damaged);
                }
            }
        }

        static void Attempt(ReadOnlyMemory<byte> file)
        {
            try
            {
                AudioDecoder.Decode(file, "x.wav").Samples.Length.ShouldBeLessThanOrEqualTo(64);
            }
            catch (AudioFormatException exception)
            {
                exception.Message.ShouldStartWith("x.wav: ");
            }
        }
    }

    [Fact]
    public void IsSilent_TwoStepsOfDitherOnOffset_IsTrue()
    {
        new AudioSignal(16000, 1, [0.1f, 0.1f + 1f / 32768f, 0.1f - 1f / 32768f]).IsSilent.ShouldBeTrue();
        new AudioSignal(16000, 1, [0f, 0.001f]).IsSilent.ShouldBeFalse();
        new AudioSignal(16000, 1, [0f, 0f]).IsSilent.ShouldBeTrue();
    }

    [Fact]
    public void Write16_ThenDecode_GivesRoundedSamples()
    {
        var stream = new MemoryStream();

        WavWriter.Write16(stream, [0.5f, -1f, 2f, 0.3f], 16000);

        var signal = AudioDecoder.Decode(stream.ToArray(), "w.wav");
        signal.SampleRateHz.ShouldBe(16000);
        signal.Samples.ShouldBe([0.5f, -1f, 32767f / 32768f, 9830f / 32768f]);
    }
}
