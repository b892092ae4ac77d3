using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Test metrics of one speaker.</summary>
/// <param name="Speaker">Speaker as the data set names them.</param>
/// <param name="Uar">Unweighted average recall over the speaker's clips, with its interval.</param>
/// <param name="Accuracy">Accuracy over the speaker's clips, 0..1.</param>
/// <param name="Clips">Number of the speaker's test clips.</param>
public sealed record SpeakerRow(string Speaker, Estimate Uar, double Accuracy, long Clips);
