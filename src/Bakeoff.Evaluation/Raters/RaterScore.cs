namespace Bakeoff.Evaluation.Raters;

/// <summary>Agreement of one rater with the label that most of the others chose, beside the system's on the same clips.</summary>
/// <param name="Name">Name of the rater's column; empty for all ratings together.</param>
/// <param name="Clips">Ratings that were compared.</param>
/// <param name="RaterUar">Mean share of the others' labels that the rater chose as well, over the labels.</param>
/// <param name="RaterAccuracy">Share of the clips for which the rater chose the others' label.</param>
/// <param name="SystemUar">The same of the system's predictions.</param>
/// <param name="SystemAccuracy">The same of the system's predictions.</param>
public sealed record RaterScore(
    string Name, long Clips, double RaterUar, double RaterAccuracy, double SystemUar, double SystemAccuracy);

/// <summary>Clips and classes to which a system gives about the same probability.</summary>
/// <param name="Low">Lower edge of the range of probability; exclusive but in the first range.</param>
/// <param name="High">Upper edge; inclusive.</param>
/// <param name="Count">Pairs of clip and class in the range.</param>
/// <param name="Probability">Their mean probability; 0 without pairs.</param>
/// <param name="VoteShare">Mean share of the votes that the class has; 0 without pairs.</param>
public sealed record VoteShareBin(double Low, double High, int Count, double Probability, double VoteShare);
