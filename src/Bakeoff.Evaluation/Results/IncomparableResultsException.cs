using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>Two systems share no test clips, or disagree about the true label of one.</summary>
/// <param name="details">What is wrong, the value and the rule.</param>
public sealed class IncomparableResultsException(ErrorDetails details) : BakeoffException(details);
