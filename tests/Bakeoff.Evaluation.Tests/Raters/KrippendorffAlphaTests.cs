using Bakeoff.Evaluation.Raters;

namespace Bakeoff.Evaluation.Tests.Raters;

/// <summary>Published examples: K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011 (sections A, B, C), and Wikipedia's.</summary>
public sealed class KrippendorffAlphaTests
{
    [Theory]
    [InlineData(0.095, "0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")]
    [InlineData(0.692, "a a b b d c c c e d d a", "b a b b b c c c e d d d")]
    [InlineData(
        0.743, "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")]
    [InlineData(0.691, ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4")]
    public void Compute_PublishedExamples_AreTheirFigures(double alpha, params string[] raters) =>
        KrippendorffAlpha.Compute(Votes(raters))!.Value.ShouldBe(alpha, 5e-4);

    [Fact]
    public void Compute_Agreement_IsOneAndWhatCannotBeComparedIsNull()
    {
        KrippendorffAlpha.Compute(Votes("a b a", "a b a")).ShouldBe(1);
        KrippendorffAlpha.Compute(Votes("a a a", "a a a")).ShouldBeNull();
        KrippendorffAlpha.Compute(Votes("a b .", ". . b")).ShouldBeNull();
        KrippendorffAlpha.Compute([]).ShouldBeNull();
    }

    // Counts of each unit, from a line for each rater; a dot is no rating.
    private static IEnumerable<int[]> Votes(params string[] raters)
    {
        var rows = Array.ConvertAll(raters, static rater => rater.Split(' '));
        string[] classes = [.. rows.SelectMany(static row => row).Where(static code => code != ".").Distinct(StringComparer.Ordinal)];
        return Enumerable.Range(0, rows[0].Length)
            .Select(unit => Array.ConvertAll(classes, code => rows.Count(row => row[unit] == code)));
    }
}
