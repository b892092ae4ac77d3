using Bakeoff.Neural.Data;

namespace Bakeoff.Evaluation.Selection;

/// <summary>A corpus that candidates are evaluated on and nothing is trained on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Features">Features of each clip, one frame each, not scaled.</param>
/// <param name="Classes">Class of each clip, by the numbers of the training side.</param>
public sealed record ChoiceCorpus(string Name, SequenceSet Features, IReadOnlyList<int> Classes);
