using Bakeoff.Audio.Decoding;
using static Bakeoff.Audio.Tests.Decoding.RecordingBuilder;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class AiffDecoderTests
{
    private static readonly byte[] TwoSamples = [0x40, 0x00, 0x80, 0x00];

    [Fact]
    public void Decode_AiffUnderWavName_IsToldFromContent()
    {
        var signal = AudioDecoder.Decode(Aiff(TwoSamples, rateHz: 24414), "YAF_germ_angry.wav");

        signal.SampleRateHz.ShouldBe(24414);
        signal.Samples.ShouldBe([0.5f, -1f]);
    }

    [Theory]
    [InlineData("NONE", 16, new byte[] { 0x40, 0x00, 0x80, 0x00 })]
    [InlineData("twos", 16, new byte[] { 0x40, 0x00, 0x80, 0x00 })]
    [InlineData("sowt", 16, new byte[] { 0x00, 0x40, 0x00, 0x80 })]
    [InlineData("NONE", 8, new byte[] { 0x40, 0x80 })]
    [InlineData("NONE", 24, new byte[] { 0x40, 0, 0, 0x80, 0, 0 })]
    [InlineData("sowt", 24, new byte[] { 0, 0, 0x40, 0, 0, 0x80 })]
    [InlineData("NONE", 32, new byte[] { 0x40, 0, 0, 0, 0x80, 0, 0, 0 })]
    [InlineData("fl32", 32, new byte[] { 0x3F, 0, 0, 0, 0xBF, 0x80, 0, 0 })]
    [InlineData("fl64", 64, new byte[] { 0x3F, 0xE0, 0, 0, 0, 0, 0, 0, 0xBF, 0xF0, 0, 0, 0, 0, 0, 0 })]
    public void Decode_AiffC_ReadsEveryEncoding(string compression, int bits, byte[] data) =>
        AudioDecoder.Decode(Aiff(data, bits, compression: compression), "a.aifc").Samples.ShouldBe([0.5f, -1f]);

    [Fact]
    public void Decode_OffsetInSoundChunk_IsHonoured() =>
        AudioDecoder.Decode(Aiff([9, 9, .. TwoSamples], offset: 2), "a.aif").Samples.ShouldBe([0.5f, -1f]);

    [Fact]
    public void ReadInfo_Aiff_NamesContainer() =>
        AudioDecoder.ReadInfo(Aiff(TwoSamples), "a.aif").ShouldBe(new AudioInfo(AudioContainer.Aiff, SampleEncoding.Signed16, 16000, 1, 2));

    [Fact]
    public void Decode_SampleFramesDisagree_Throws()
    {
        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(Aiff(TwoSamples, sampleFrames: 3), "a.aif"));

        thrown.Message.ShouldBe("a.aif: number of sample frames at byte 22 is 3, expected 2 from the length of 'SSND'.");
    }

    [Fact]
    public void Decode_UnknownCompression_Throws()
    {
        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(Aiff(TwoSamples, compression: "ima4"), "a.aifc"));

        thrown.Message.ShouldBe(
            "a.aifc: encoding at byte 26 is 'ima4' with 16 bits, expected NONE, twos or sowt with 1 to 32 bits, fl32, fl64, alaw or ulaw. "
            + "Convert it to 16-bit WAV first.");
    }

    [Fact]
    public void Decode_ZeroRate_Throws()
    {
        var file = Aiff(TwoSamples);
        file.AsSpan(28, 10).Clear();

        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.aif"));

        thrown.ByteOffset.ShouldBe(28);
        thrown.Message.ShouldBe("a.aif: sample rate at byte 28 is 0 Hz, expected a whole number from 1 to 768000.");
    }
}
