using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies the artifacts of one run that the other lacks, or has in another size.</summary>
internal static class ArtifactCopy
{
    internal static async Task<int> RunAsync(
        IMlflowStore source, IMlflowStore target, string sourceRun, string targetRun, CancellationToken cancellationToken)
    {
        int copied = 0;
        var folders = new Queue<string?>([null]);
        while (folders.TryDequeue(out string? folder))
        {
            IReadOnlyList<ArtifactEntry> entries =
                await source.ListArtifactsAsync(sourceRun, folder, cancellationToken).ConfigureAwait(false);
            if (entries.Count == 0)
            {
                continue;
            }

            IReadOnlyList<ArtifactEntry> known =
                await target.ListArtifactsAsync(targetRun, folder, cancellationToken).ConfigureAwait(false);
            foreach (ArtifactEntry entry in entries)
            {
                if (entry.IsFolder)
                {
                    folders.Enqueue(entry.Path);
                }
                else if (!known.Contains(entry))
                {
                    Stream content = await source.OpenArtifactAsync(sourceRun, entry.Path, cancellationToken).ConfigureAwait(false);
                    await using (content.ConfigureAwait(false))
                    {
                        await target
                            .WriteArtifactAsync(targetRun, entry.Path, content, progress: null, cancellationToken)
                            .ConfigureAwait(false);
                    }

                    copied++;
                }
            }
        }

        return copied;
    }
}
