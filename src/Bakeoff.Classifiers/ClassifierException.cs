using Bakeoff.Options;

namespace Bakeoff.Classifiers;

/// <summary>A classifier cannot be trained on the given rows, or cannot be restored from the given arrays.</summary>
/// <param name="details">What is wrong, the value and the rule.</param>
/// <param name="innerException">The cause, if there was one.</param>
public sealed class ClassifierException(ErrorDetails details, Exception? innerException = null) : BakeoffException(details, innerException);
