using Bakeoff.Options;

namespace Bakeoff.Cli.Clusters;

/// <summary>Slurm is not available, or refused a job.</summary>
/// <param name="details">What went wrong, the rule, and the next step.</param>
/// <param name="innerException">The cause, if there was one.</param>
internal sealed class SlurmException(ErrorDetails details, Exception? innerException = null) : BakeoffException(details, innerException);
