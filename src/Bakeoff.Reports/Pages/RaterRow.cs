namespace Bakeoff.Reports.Pages;

/// <summary>Agreement of a left-out rater with the label that most others chose, beside the system's on the same clips; shares 0..1.</summary>
/// <param name="Rater">Name of the rater, or what stands for all of them.</param>
/// <param name="Uar">Unweighted average recall of the rater.</param>
/// <param name="Accuracy">Accuracy of the rater.</param>
/// <param name="SystemUar">Unweighted average recall of the system.</param>
/// <param name="SystemAccuracy">Accuracy of the system.</param>
/// <param name="Clips">Ratings that were compared.</param>
public sealed record RaterRow(string Rater, double Uar, double Accuracy, double SystemUar, double SystemAccuracy, long Clips);
