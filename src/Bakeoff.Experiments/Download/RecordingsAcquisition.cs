using Bakeoff.Corpora;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Corpora.Downloading;
using Bakeoff.Corpora.Sources;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Download;

/// <summary>Brings the recordings of one corpus to this machine: synthesised, from an archive or folder at hand, or from the public sources.</summary>
/// <param name="downloadFolder">Folder that keeps downloads under way between runs.</param>
/// <param name="threads">Threads to work with; changes no result.</param>
internal sealed class RecordingsAcquisition(string downloadFolder, int threads)
{
    /// <summary>Acquires. A folder at hand is read in place; all else goes to the target.</summary>
    /// <exception cref="DatasetException">The recordings cannot be had, or not read.</exception>
    public async Task<AcquiredCorpus> AcquireAsync(DatasetDescription dataset, RecordingsSource source, string target, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        if (dataset.Synthetic is { } synthetic)
        {
            return QuickstartSynthesizer.Write(synthetic, target, threads, new AcquisitionRelay(progress, "clips"), cancellationToken);
        }

        var relay = new AcquisitionRelay(progress, "files");
        if (source.Path is { } path)
        {
            return new CorpusAcquirer().Acquire(path, target, threads, relay, cancellationToken);
        }

        if (dataset.Sources.Count == 0)
        {
            throw new DatasetException(
                DatasetProblem.NotFound,
                dataset.Name,
                $"dataset {dataset.Name}: its recordings are not on this machine, and experiments/datasets/{dataset.Name}.yaml names no source. Add --set=dataset.source=PATH, where PATH is a zip archive or a folder of them.");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        using var downloader = new CorpusDownloader(new DownloadOptions(), TimeProvider.System, KaggleCredentials.Find(Environment.GetEnvironmentVariable, home));
        return await downloader.DownloadAsync(
            dataset, downloadFolder, target, note => progress.Report(new StageProgress(0, 0, "files", note)), relay, cancellationToken).ConfigureAwait(false);
    }
}
