using Bakeoff.Audio.Decoding;

namespace Bakeoff.Codecs.Tests;

/// <summary>Whatever a disk or a network does to a file, the answer is the sound or an exception that names the file.</summary>
public sealed class DamageTests
{
    public DamageTests() => CompressedFormats.Register();

    [Theory]
    [InlineData("ffmpeg-mono16.mp3")]
    [InlineData("vorbis-mono16.ogg")]
    [InlineData("opus-silk-mono16.opus")]
    [InlineData("opus-six-channels.opus")]
    public void Decode_Truncated_IsRefused(string name)
    {
        var file = CompressedFormatsTests.Read(name);
        for (var length = 0; length < file.Length; length += 23)
        {
            Attempt(file[..length]).ShouldBeNull($"{length} bytes");
        }
    }

    [Theory]
    [InlineData("vorbis-mono16.ogg")]
    [InlineData("opus-silk-mono16.opus")]
    public void Decode_FlippedBitInOgg_IsNoticed(string name)
    {
        var file = CompressedFormatsTests.Read(name);
        for (var at = 0; at < file.Length; at += 11)
        {
            Attempt(Flip(file, at)).ShouldBeNull($"byte {at}");
        }
    }

    [Fact]
    public void Decode_FlippedBitInMp3WithChecksumOfAllFrames_ChangesNoSampleUnnoticed()
    {
        var file = CompressedFormatsTests.Read("lame-stereo44.mp3");
        var samples = AudioDecoder.Decode(file, "x").Samples;
        for (var at = 600; at < file.Length; at += 17)
        {
            (Attempt(Flip(file, at)) is not { } signal || signal.Samples.AsSpan().SequenceEqual(samples)).ShouldBeTrue($"byte {at}");
        }
    }

    [Fact]
    public void Decode_FlippedBitInMp3WithoutTag_ThrowsTypedOrDecodes()
    {
        var file = CompressedFormatsTests.Read("no-tag-mono48.mp3");
        for (var at = 0; at < file.Length; at += 3)
        {
            (Attempt(Flip(file, at))?.SampleCount ?? 0).ShouldBeLessThanOrEqualTo(16128);
        }
    }

    [Fact]
    public void Decode_BrokenFrameOfMp3_NamesTheByte()
    {
        var file = CompressedFormatsTests.Read("no-tag-mono48.mp3");
        file[288] = 0;

        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "x.mp3"))
            .Message.ShouldStartWith("x.mp3: bytes 00");
    }

    [Fact]
    public void Decode_SecondStreamBehindTheFirst_IsRefused()
    {
        var file = CompressedFormatsTests.Read("vorbis-mono16.ogg");

        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode((byte[])[.. file, .. file], "x.ogg"))
            .Message.ShouldBe(
                $"x.ogg: page at byte {file.Length} begins another stream, expected one recording in a file. Split the file there.");
    }

    private static byte[] Flip(byte[] file, int at)
    {
        var damaged = (byte[])file.Clone();
        damaged[at] ^= (byte)(1 << (at % 8));
        return damaged;
    }

    private static AudioSignal? Attempt(byte[] file)
    {
        try
        {
            return AudioDecoder.Decode(file, "x");
        }
        catch (AudioFormatException exception)
        {
            exception.Message.ShouldStartWith("x: ");
            return null;
        }
    }
}
