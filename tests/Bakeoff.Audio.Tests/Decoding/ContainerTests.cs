using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Testing;
using static Bakeoff.Audio.Tests.Decoding.RecordingBuilder;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class ContainerTests
{
    private static readonly byte[] TwoSamples = [0x00, 0x40, 0x00, 0x80];
    private static readonly byte[] Tag = [.. "ID3"u8, 4, 0, 0, 0, 0, 1, 2, .. new byte[130]];

    public static TheoryData<string, byte[], AudioContainer> TaggedFiles =>
        new()
        {
            { "WAV", Wav(TwoSamples), AudioContainer.Wav },
            { "AIFF", Aiff([0x40, 0x00, 0x80, 0x00]), AudioContainer.Aiff },
            { "AU", Au([0x40, 0x00, 0x80, 0x00]), AudioContainer.Au },
            { "Wave64", Wave64(TwoSamples), AudioContainer.Wave64 },
        };

    [Theory, MemberData(nameof(TaggedFiles))]
    public void Decode_BehindId3Tags_IsRecognised(string what, byte[] file, AudioContainer container)
    {
        byte[][] variants = [file, [.. Tag, .. file], [.. Tag, .. Tag, .. file], [.. WithFooter(), .. file]];
        foreach (var variant in variants)
        {
            AudioDecoder.IsRecognised(variant).ShouldBeTrue(what);
            AudioDecoder.ReadInfo(variant, "x").Container.ShouldBe(container);
            AudioDecoder.Decode(variant, "x").Samples.ShouldBe([0.5f, -1f]);
        }
    }

    [Fact]
    public void Decode_FlacBehindId3Tag_HasTheSameSamples()
    {
        var file = File.ReadAllBytes(Fixture.Path("flac/mono16-best.flac"));

        AudioDecoder.Decode((byte[])[.. Tag, .. file], "a.flac").Samples.ShouldBe(AudioDecoder.Decode(file, "a.flac").Samples);
    }

    [Fact]
    public void Decode_DamagedBehindId3Tag_NamesTheByteInTheFile()
    {
        var file = Wav(TwoSamples, rateHz: 0);

        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode((byte[])[.. Tag, .. file], "a.wav"))
            .ByteOffset.ShouldBe(Tag.Length + 24);
    }

    public static TheoryData<string, byte[]> Unsupported =>
        new()
        {
            { "MP3", [.. Tag, 0xFF, 0xFB, 0x90, 0x64] },
            { "MP3", [0xFF, 0xFB, 0x90, 0x64, 0, 0] },
            { "MP3", [0xFF, 0xF3, 0x48, 0xC4, 0, 0] },
            { "MP3", [0xFF, 0xE3, 0x18, 0xC4, 0, 0] },
            { "MP2 (MPEG audio layer 2)", [0xFF, 0xFD, 0x94, 0x00, 0, 0] },
            { "AAC", [0xFF, 0xF1, 0x50, 0x80, 0, 0] },
            { "AAC", [0xFF, 0xF9, 0x50, 0x80, 0, 0] },
            { "M4A (MPEG-4 audio)", [0, 0, 0, 0x1C, .. "ftypM4A \0\0\0\0"u8] },
            { "MP4 (MPEG-4)", [0, 0, 0, 0x1C, .. "ftypisom\0\0\0\0"u8] },
            { "QuickTime", [0, 0, 0, 0x14, .. "ftypqt  \0\0\0\0"u8] },
            { "3GP", [0, 0, 0, 0x14, .. "ftyp3gp4\0\0\0\0"u8] },
            { "Ogg Vorbis", [.. "OggS"u8, .. new byte[22], 1, 30, 1, .. "vorbis"u8] },
            { "Opus (in Ogg)", [.. "OggS"u8, .. new byte[22], 1, 19, .. "OpusHead"u8] },
            { "FLAC in Ogg", [.. "OggS"u8, .. new byte[22], 1, 51, 0x7F, .. "FLAC"u8] },
            { "Speex (in Ogg)", [.. "OggS"u8, .. new byte[22], 1, 80, .. "Speex   "u8] },
            { "WebM", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, .. "B\u0082\u0084webm"u8] },
            { "Matroska", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, .. "matroska"u8] },
            { "CAF", [.. "caff"u8, 0, 1, 0, 0] },
            { "WMA or another ASF file", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6] },
            { "AMR", [.. "#!AMR\n"u8] },
            { "RIFF of another kind ('AVI ')", [.. "RIFF\0\0\0\0AVI "u8] },
            { "IFF of another kind ('8SVX')", [.. "FORM\0\0\0\08SVX"u8] },
            { "WavPack", [.. "wvpk"u8, 0, 0] },
        };

    [Theory, MemberData(nameof(Unsupported))]
    public void Decode_OtherFormat_IsNamedByContent(string format, byte[] file)
    {
        var message = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "x.wav")).Message;

        message.ShouldStartWith($"x.wav: content looks like {format}, expected WAV, AIFF, FLAC, AU or Wave64 at byte ");
        message.ShouldEndWith(". Convert it to 16-bit WAV first.");
        AudioDecoder.IsRecognised(file).ShouldBeFalse();
    }

    [Fact]
    public void Decode_Utf16Text_IsNotTakenForMpeg() =>
        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode((byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Forum")], "x"))
            .Message.ShouldStartWith("x: content begins with bytes FFFE");

    public static TheoryData<string, uint> PipeLengths =>
        new()
        {
            { "never filled in", 0 },
            { "ffmpeg", 0xFFFFFFFF },
            { "SoX", 0x7FFFF000 },
            { "libsndfile", 0x7FFFFFFF },
            { "arecord", 0x80000000 },
            { "arecord", 0x80000000 - 36 },
        };

    [Theory, MemberData(nameof(PipeLengths))]
    public void Decode_WavFromPipe_IsReadToItsEnd(string writer, uint declared)
    {
        // The last byte is half a sample: the recorder was stopped.
        byte[] file =
        [
            .. Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 1, 16000, 16)), Chunk("data", TwoSamples, declared: declared)), 0x12,
        ];

        AudioDecoder.Decode(file, "a.wav").Samples.ShouldBe([0.5f, -1f], writer);
    }

    [Fact]
    public void Decode_Rf64FromPipe_IsReadToItsEnd()
    {
        var file = Container(
            "RF64", "WAVE", Chunk("ds64", new byte[28]), Chunk("fmt ", Format(Pcm, 1, 16000, 16)),
            Chunk("data", TwoSamples, declared: uint.MaxValue));

        AudioDecoder.Decode(file, "a.wav").Samples.ShouldBe([0.5f, -1f]);
    }

    [Theory, InlineData(0u, 0u), InlineData(0x7F000008u, 0x3F800000u), InlineData(uint.MaxValue, uint.MaxValue)]
    public void Decode_AiffFromPipe_IsReadToItsEnd(uint declared, uint frames)
    {
        var common = Aiff([], sampleFrames: frames)[12..38];
        byte[] sound = [.. new byte[8], 0x40, 0x00, 0x80, 0x00];
        var file = Container("FORM", "AIFF", common, Chunk("SSND", sound, isBigEndian: true, declared));

        AudioDecoder.Decode(file, "a.aif").Samples.ShouldBe([0.5f, -1f]);
    }

    [Theory, InlineData(1000u), InlineData(2_000_000_000u), InlineData(3_000_000_000u)]
    public void Decode_PlausibleLengthBeyondTheFile_IsTruncated(uint declared)
    {
        var file = Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 1, 16000, 16)), Chunk("data", TwoSamples, declared: declared));

        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.wav")).Message.ShouldBe(
            $"a.wav: 'data' chunk at byte 36 declares {declared} bytes, expected at most the 4 left in the truncated file.");
    }

    [Fact]
    public void Decode_NoSampleBeforeOtherChunks_IsEmpty()
    {
        var file = Wav([], after: Chunk("LIST", [.. "INFOISFT"u8, 3, 0, 0, 0, 1, 2, 3]));

        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.wav"))
            .Message.ShouldBe("a.wav: 'data' chunk at byte 36 declares 0 bytes, expected at least one sample.");
    }

    public static TheoryData<int, int, byte[], float[]> OddDepths =>
        new()
        {
            // Twelve bits in two bytes and twenty in three: the highest ones are used.
            { 12, 2, [0x00, 0x40, 0x00, 0x80, 0xF0, 0x7F], [0.5f, -1f, 2047f / 2048f] },
            { 20, 3, [0x00, 0x00, 0x40, 0x00, 0x00, 0x80, 0xF0, 0xFF, 0x7F], [0.5f, -1f, 524287f / 524288f] },
            { 20, 4, [0x00, 0x00, 0x00, 0x40, 0x00, 0xF0, 0xFF, 0x7F], [0.5f, 524287f / 524288f] },
        };

    [Theory, MemberData(nameof(OddDepths))]
    public void Decode_TwelveOrTwentyBits_FillTheHighestOnes(int bits, int bytes, byte[] data, float[] expected)
    {
        AudioDecoder
            .Decode(Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 1, 16000, bits, blockAlign: bytes)), Chunk("data", data)), "a.wav")
            .Samples.ShouldBe(expected);
        var extensible = ExtensibleFormat(Pcm, 1, 16000, 8 * bytes);
        extensible[18] = (byte)bits;
        AudioDecoder.Decode(Container("RIFF", "WAVE", Chunk("fmt ", extensible), Chunk("data", data)), "a.wav").Samples.ShouldBe(expected);
    }

    [Fact]
    public void Decode_AiffOfTwelveBits_FillsTheHighestOnes() =>
        AudioDecoder.Decode(Aiff([0x40, 0x00, 0x80, 0x00, 0x7F, 0xF0], bits: 12, sampleFrames: 3), "a.aif")
            .Samples.ShouldBe([0.5f, -1f, 2047f / 2048f]);

    [Fact]
    public void Decode_MoreValidBitsThanBits_Throws()
    {
        var extensible = ExtensibleFormat(Pcm, 1, 16000, 16);
        extensible[18] = 24;

        Should.Throw<AudioFormatException>(
                () => AudioDecoder.Decode(Container("RIFF", "WAVE", Chunk("fmt ", extensible), Chunk("data", TwoSamples)), "a.wav"))
            .Message.ShouldBe("a.wav: number of valid bits at byte 38 is 24, expected at most the 16 bits of a sample.");
    }

    [Fact]
    public void Decode_AuOfUnknownLength_IsReadToItsEnd() =>
        AudioDecoder.Decode(Au([0x40, 0x00, 0x80, 0x00], declared: uint.MaxValue), "a.au").Samples.ShouldBe([0.5f, -1f]);

    [Fact]
    public void Decode_AuOfAdpcm_IsNamed() =>
        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(Au([1, 2], code: 23), "a.au")).Message.ShouldStartWith(
            "a.au: encoding at byte 12 is G.721 ADPCM (23), expected mu-law (1), PCM");

    [Fact]
    public void Decode_TruncatedWave64_Throws() =>
        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(Wave64(TwoSamples)[..^2], "a.w64")).Message.ShouldBe(
            "a.w64: 'data' chunk at byte 80 declares 4 bytes, expected at most the 2 left in the truncated file.");

    private static byte[] WithFooter()
    {
        byte[] tag = [.. Tag, .. "3DI"u8, .. Tag[3..10]];
        tag[5] = 0x10;
        return tag;
    }
}
