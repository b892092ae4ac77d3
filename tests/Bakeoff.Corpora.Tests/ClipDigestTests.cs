using System.Security.Cryptography;

namespace Bakeoff.Corpora.Tests;

public sealed class ClipDigestTests
{
    [Fact]
    public void Compare_DigestsAndOtherNames_IsTheOrdinalOrderOfTheirTexts()
    {
        string[] texts =
        [
            .. Enumerable.Range(0, 50).Select(static i => Convert.ToHexStringLower(SHA256.HashData([(byte)i]))),
            new('0', 64), new string('0', 63) + "1", new('F', 64), new('f', 64), "sha-1", "", new('0', 63),
        ];
        var digests = Array.ConvertAll(texts, static text => new ClipDigest(text));

        digests.Select(static digest => digest.ToString()).ShouldBe(texts);
        digests.Order(Comparer<ClipDigest>.Create(ClipDigest.Compare)).Select(static digest => digest.ToString())
            .ShouldBe(texts.Order(StringComparer.Ordinal));
        digests.Distinct().Count().ShouldBe(texts.Length);
        digests.ShouldBe(Array.ConvertAll(texts, static text => new ClipDigest(text)));
    }
}
