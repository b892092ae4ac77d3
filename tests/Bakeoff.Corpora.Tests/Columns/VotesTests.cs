using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Columns;

/// <summary>Labels by votes of raters, and by numbers of votes.</summary>
public sealed class VotesTests : IDisposable
{
    private const string Raters = """
        name: own
        title: own
        licence: mine
        citation: none
        pattern: '(?<file>[0-9])\.wav'
        metadata: {file: votes.csv, key: file, column: clip}
        labels: {A: angry, S: sad, X: ''}
        votes: {raters: [anna, ben, cleo], missing: NA}
        columns:
          label: {from: votes}
        """;

    private readonly ScratchFolder _folder = new();

    public VotesTests()
    {
        for (var i = 1; i <= 4; i++)
        {
            _folder.Noise($"{i}.wav", (ulong)i);
        }

        Write("clip,anna,ben,cleo\n1,A,a,S\n2,S,NA,\n3,S,A,X\n4,A,A,A\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{from: votes}", "1 angry, 2 sad, 4 angry", "3 of 4 files (1 clip without decision), 2 labels")]
    [InlineData("{from: votes, ties: first}", "1 angry, 2 sad, 3 angry, 4 angry", "4 of 4 files, 2 labels")]
    [InlineData("{from: votes, rule: soft, ties: first}", "1 angry, 2 sad, 3 angry, 4 angry", "4 of 4 files, 2 labels")]
    [InlineData("{from: votes, rule: majority}", "1 angry, 2 sad, 4 angry", "3 of 4 files (1 clip without decision), 2 labels")]
    public void Index_Raters_DecideByTheRule(string label, string labels, string summary)
    {
        var index = Index(Raters.Replace("{from: votes}", label, StringComparison.Ordinal));

        string.Join(", ", index.Clips.Select(static clip => $"{clip.File[..1]} {clip.Label}").Order(StringComparer.Ordinal))
            .ShouldBe(labels);
        index.Report.Summary().ShouldStartWith(summary);
        index.Report.HasSoftLabels.ShouldBe(label.Contains("soft", StringComparison.Ordinal));
        index.Clips.Single(static clip => clip.File == "1.wav").Values.ToString().ShouldBe(
            "agreement 0.6666666666666666, rater_anna angry, rater_ben angry, rater_cleo sad, votes_angry 2, votes_sad 1");
        index.Clips.Single(static clip => clip.File == "2.wav").Values.ToString().ShouldBe(
            "agreement 1, rater_anna sad, rater_ben , rater_cleo , votes_angry 0, votes_sad 1");
        index.Report.Findings.Select(static finding => finding.Message)
            .ShouldContain(static message => message.StartsWith("The label of a clip is the one with ") && message.Contains("1 clip with a tie"));
    }

    [Fact]
    public void Index_Counts_AreVotes()
    {
        Write("clip,A,S\n1,3,1\n2,0,5\n3,2,2\n4,1,0\n");
        var index = Index(Counts());

        index.Clips.Select(static clip => $"{clip.File[..1]} {clip.Label} {clip.Values}").Order(StringComparer.Ordinal).ShouldBe([
            "1 angry agreement 0.75, votes_angry 3, votes_sad 1",
            "2 sad agreement 1, votes_angry 0, votes_sad 5",
            "4 angry agreement 1, votes_angry 1, votes_sad 0",
        ]);
        var sad = index.Clips.Single(static clip => clip.File == "2.wav").Values;
        VoteColumns.CountsOf(sad, ["sad", "other"]).ShouldBe([5, 0]);
        VoteColumns.CountsOf(sad, ["angry"]).ShouldBeNull();
        Index(Counts() + "\nwhere: {agreement: '>0.8'}").Clips.Count.ShouldBe(2);
    }

    [Fact]
    public void Index_LabelOfTheName_IsStillAField()
    {
        var yaml = Raters.Replace("<file>", "<label>", StringComparison.Ordinal).Replace("key: file", "key: name", StringComparison.Ordinal)
            + "\n  spoken: {from: label, map: {'1': happy, '2': fear, '3': happy, '4': fear}}";

        Index(yaml).Clips
            .Select(static clip => $"{clip.File[..1]} {clip.Label} {clip.Values.TextOf("spoken")}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(["1 angry happy", "2 sad fear", "4 angry fear"]);
    }

    [Theory]
    [InlineData("3,0,0", "votes.csv(4,3): A is 0, as are those of the other labels, expected votes that sum to more than 0.")]
    [InlineData("3,-1,2", "votes.csv(4,3): A is '-1', expected a whole number of votes for angry, from 0 to 1,000,000. Correct it.")]
    [InlineData("3,1.5,2", "votes.csv(4,3): A is '1.5', expected a whole number of votes for angry")]
    [InlineData("3,many,2", "votes.csv(4,3): A is 'many', expected a whole number of votes for angry")]
    [InlineData("3,,", "own: 1 file without row would be left out. 3.wav: Nobody voted on this file.")]
    public void Index_CountsThatAreNone_NameTheRow(string row, string message)
    {
        Write($"clip,A,S\n1,3,1\n2,0,5\n{row}\n4,1,0\n");
        Refusal(Counts()).ShouldContain(message);
    }

    [Fact]
    public void Index_RatersThatAreOdd_NameTheRow()
    {
        Write("clip,anna,ben,cleo\n1,A,a,S\n2,S,S,Z\n3,S,A,X\n4,A,A,A\n");
        Refusal(Raters).ShouldContain(
            "votes.csv(3,7): cleo is 'Z', expected one of A, S, X. Correct it, add it to labels in own.yaml, or list it "
                + "under votes.missing.");
        var unmapped = Raters.Replace("labels: {A: angry, S: sad, X: ''}\n", "", StringComparison.Ordinal);
        Refusal(unmapped.Replace("missing: NA", "missing: [NA, X]", StringComparison.Ordinal))
            .ShouldContain("votes.csv(3,7): a vote is for 'z', which the votes make no clip's label, expected one of a, s. "
                + "Correct it, or map it");
        Refusal(Raters.Replace("cleo", "dora", StringComparison.Ordinal))
            .ShouldContain("votes reads the field 'dora', which nothing states, expected one of label, speaker, text, path, name, file");
        Write("clip,anna,ben,cleo\n1,A,S,\n2,S,A,\n3,S,A,X\n4,A,S,NA\n");
        Refusal(Raters.Replace("{from: votes}", "{from: votes, rule: majority}", StringComparison.Ordinal))
            .ShouldContain("votes decide on no label: 4 clips without the winner of rule majority, expected some with one. "
                + "Use rule: plurality.");
    }

    [Theory]
    [InlineData("label: {from: votes}", "label: {from: file}", "votes is given, but no label is read from it")]
    [InlineData(
        "label: {from: votes}", "label: {from: votes}\n  agreement: number", "columns.agreement has the name of a column that votes make")]
    [InlineData(
        "label: {from: votes}", "label: {from: votes}\n  age: {rule: soft}", "columns.age has rule or ties, expected these in label")]
    [InlineData("raters: [anna, ben, cleo]", "raters: [anna]", "votes.raters has one item, expected two raters or more.")]
    [InlineData("raters: [anna, ben, cleo]", "raters: [anna, anna]", "votes.raters has the field 'anna' twice")]
    [InlineData("raters: [anna, ben, cleo],", "", "votes.raters and counts are both missing")]
    [InlineData("raters: [anna, ben, cleo]", "raters: [a, b], counts: {x: y, z: w}", "votes.raters is given beside counts")]
    [InlineData("votes: {raters: [anna, ben, cleo], missing: NA}\n", "", "columns.label reads the field 'votes', which nothing states")]
    public void Read_OddDescription_NamesTheKey(string old, string changed, string message) =>
        Should.Throw<BakeoffException>(() =>
        {
            var description = Parse(Raters.Replace(old, changed, StringComparison.Ordinal));
            new CorpusIndexer(description.Index).Index(_folder.Root);
        }).Message.ShouldContain(message);

    private static string Counts() =>
        Raters.Replace("raters: [anna, ben, cleo], missing: NA", "counts: {angry: A, sad: S}", StringComparison.Ordinal);

    private static DatasetDescription Parse(string yaml) => YamlOptions.Parse<DatasetDescription>(yaml, "own.yaml");

    private CorpusIndex Index(string yaml) => new CorpusIndexer(Parse(yaml).Index).Index(_folder.Root);

    private string Refusal(string yaml) => Should.Throw<BakeoffException>(() => Index(yaml)).Message;

    private void Write(string table) => File.WriteAllText(_folder.Full("votes.csv"), table);
}
