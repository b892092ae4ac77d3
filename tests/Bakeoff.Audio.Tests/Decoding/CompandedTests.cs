using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Testing;
using static Bakeoff.Audio.Tests.Decoding.RecordingBuilder;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class CompandedTests
{
    private static readonly byte[] AllCodes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];

    [Theory]
    [InlineData("alaw", 6, SampleEncoding.ALaw)]
    [InlineData("mulaw", 7, SampleEncoding.MuLaw)]
    public void Decode_WavOfEveryCode_MatchesAudioop(string law, int tag, SampleEncoding encoding)
    {
        var file = Wav(AllCodes, tag, rateHz: 8000, bits: 8);

        AudioDecoder.ReadInfo(file, "a.wav").Encoding.ShouldBe(encoding);
        AudioDecoder.Decode(file, "a.wav").Samples.ShouldBe(Golden(law));
        AudioDecoder
            .Decode(Container("RIFF", "WAVE", Chunk("fmt ", ExtensibleFormat(tag, 1, 8000, 8)), Chunk("data", AllCodes)), "a.wav")
            .Samples.ShouldBe(Golden(law));
    }

    [Theory]
    [InlineData("alaw", "alaw", 8)]
    [InlineData("alaw", "ALAW", 16)]
    [InlineData("mulaw", "ulaw", 16)]
    [InlineData("mulaw", "ULAW", 8)]
    public void Decode_AiffOfEveryCode_MatchesAudioop(string law, string compression, int bits)
    {
        // Writers differ in the number of bits that they state for eight-bit codes.
        var file = Aiff(AllCodes, bits, rateHz: 8000, compression: compression, sampleFrames: 256);

        AudioDecoder.Decode(file, "a.aifc").Samples.ShouldBe(Golden(law));
    }

    [Theory]
    [InlineData("mulaw", 1u)]
    [InlineData("alaw", 27u)]
    public void Decode_AuOfEveryCode_MatchesAudioop(string law, uint code) =>
        AudioDecoder.Decode(Au(AllCodes, code), "a.au").Samples.ShouldBe(Golden(law));

    private static float[] Golden(string law) =>
        [.. File.ReadLines(Fixture.Path($"g711/{law}.txt")).Select(line => short.Parse(line, CultureInfo.InvariantCulture) / 32768f)];
}
