using Bakeoff.Corpora;
using Bakeoff.Evaluation.Raters;
using Bakeoff.Evaluation.Results;

namespace Bakeoff.Evaluation.Tests.Raters;

/// <summary>Votes of a few clips, with figures by hand.</summary>
public sealed class VoteEvaluationTests
{
    private static readonly string[] s_labels = ["angry", "sad"];

    [Fact]
    public void Measure_Raters_ComparesEachWithTheOthersAndTheSystem()
    {
        // Without the one left out: clip 1 is angry for each of three; of clip 2, anna faces a tie, ben and cleo have sad; clip 3 has one rater.
        var votes = Measure(
            Clip("1", "angry", [0.5f, 0.5f], "angry", "angry", "angry"),
            Clip("2", "angry", [0.75f, 0.25f], "angry", "sad", "sad"),
            Clip("3", "sad", [0, 1], "sad", "", ""))!;

        (votes.Clips, votes.Votes).ShouldBe((3, 7L));
        votes.LeftOut.ShouldBe(new RaterScore("", 4, 0.5, 0.75, 0.5, 0.75));
        votes.Raters.ShouldBe([
            new RaterScore("rater_anna", 2, 0.5, 0.5, 0.5, 0.5),
            new RaterScore("rater_ben", 1, 1, 1, 1, 1),
            new RaterScore("rater_cleo", 1, 1, 1, 1, 1),
        ]);
    }

    [Fact]
    public void Measure_Probabilities_AreComparedWithShares()
    {
        var votes = Measure(Clip("1", "angry", [0.5f, 0.5f], "angry", "angry", "angry"), Clip("2", "sad", [0.25f, 0.75f], "sad", "", "angry"))!;

        // KL: log 2 and log 0.5 / 0.25 / 2 + log 0.5 / 0.75 / 2; distances: 1/2 and 1/4.
        votes.Divergence!.Value.ShouldBe((Math.Log(2) + (Math.Log(4 / 3.0) / 2)) / 2, 1e-12);
        votes.Distance!.Value.ShouldBe(0.375, 1e-12);
        votes.Bins.Where(static bin => bin.Count > 0).Select(static bin => (bin.High, bin.Count, bin.Probability, bin.VoteShare))
            .ShouldBe([(0.3, 1, 0.25, 0.5), (0.5, 2, 0.5, 0.5), (0.8, 1, 0.75, 0.5)]);
        votes.Metrics().Select(static metric => metric.Name)
            .ShouldBe(["vote_kl", "vote_distance", "rater_alpha", "rater_uar", "rater_accuracy", "system_uar", "system_accuracy"]);
    }

    [Fact]
    public void Measure_CountsAlone_LeaveOutEachVote()
    {
        Column[] columns = [new("agreement", ColumnType.Number), new("votes_angry", ColumnType.Number), new("votes_sad", ColumnType.Number)];
        var clip = Clip("1", "sad", []) with { Values = new ColumnValues(columns, ["0.6", "3", "2"]) };

        var votes = Measure(clip, Clip("2", "sad", []) with { Values = new ColumnValues(columns, ["", "", ""]) })!;

        // Without an angry vote there is a tie; without a sad one, angry has 3 of 4.
        votes.LeftOut.ShouldBe(new RaterScore("", 2, 0, 0, 0, 0));
        (votes.Clips, votes.Divergence, votes.Distance).ShouldBe((1, null, null));
        votes.Raters.ShouldBeEmpty();
        votes.Bins.ShouldBeEmpty();
        Measure(Clip("1", "sad", [0, 1]) with { Values = ColumnValues.None }).ShouldBeNull();
    }

    private static VoteEvaluation? Measure(params Prediction[] predictions) => VoteEvaluation.Measure(s_labels, predictions);

    private static Prediction Clip(string path, string predicted, float[] probabilities, params string[] raters)
    {
        Column[] columns =
        [
            new("agreement", ColumnType.Number),
            .. new[] { "rater_anna", "rater_ben", "rater_cleo" }.Select(static name => new Column(name, ColumnType.Text)),
            .. s_labels.Select(static label => new Column("votes_" + label, ColumnType.Number)),
        ];
        string[] values = raters.Length == 0
            ? ["", "", "", "", "", ""]
            : ["1", .. raters, .. s_labels.Select(label => $"{raters.Count(rater => rater == label)}")];
        return new Prediction(path, "1", "", "", "angry", predicted, probabilities) { Values = new ColumnValues(columns, values) };
    }
}
