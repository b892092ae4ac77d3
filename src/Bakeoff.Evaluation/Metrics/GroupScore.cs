namespace Bakeoff.Evaluation.Metrics;

/// <summary>Figures of a part of the test clips: a fold, a speaker or a text.</summary>
/// <param name="Name">The fold, speaker or text.</param>
/// <param name="Clips">Its test clips.</param>
/// <param name="UnweightedAverageRecall">Mean recall of the classes that it has.</param>
/// <param name="Accuracy">Share recognised.</param>
/// <param name="MacroF1">Mean F1 of the classes that it has or that were predicted.</param>
public sealed record GroupScore(string Name, int Clips, double UnweightedAverageRecall, double Accuracy, double MacroF1);
