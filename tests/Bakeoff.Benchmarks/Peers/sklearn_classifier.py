"""One fold of a classifier in scikit-learn: training and prediction of the rows of ClassifierWorkload, with its hyper-parameters.
Usage: sklearn_classifier.py THREADS discriminant|logistic-regression|neighbours|rbf-svm|random-forest|gradient-boosting FOLDER"""
import os
import sys
import time
import warnings
import rounds

numpy, sklearn = rounds.need('numpy'), rounds.need('sklearn')
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

warnings.filterwarnings('ignore')
threads, kind, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
x = numpy.fromfile(os.path.join(folder, 'rows')).reshape(-1, 1872)
y = numpy.fromfile(os.path.join(folder, 'classes'), dtype=numpy.int32)
train, test = x[:2408], x[2408:]
mean, deviation = train.mean(0), train.std(0)
train, test, y = (train - mean) / deviation, (test - mean) / deviation, y[:2408]
make = {
    'discriminant': lambda: LinearDiscriminantAnalysis(solver='lsqr', shrinkage=0.3),
    'logistic-regression': lambda: LogisticRegression(C=1, max_iter=1000),
    'neighbours': lambda: KNeighborsClassifier(5),
    'rbf-svm': lambda: SVC(C=1, gamma=1 / 1872),
    'random-forest': lambda: RandomForestClassifier(300, n_jobs=threads, random_state=0),
    # As many threads as OMP_NUM_THREADS says.
    'gradient-boosting': lambda: HistGradientBoostingClassifier(max_iter=3, l2_regularization=1, early_stopping=False),
}[kind]


def fold():
    start = time.perf_counter()
    make().fit(train, y).predict(test)
    return time.perf_counter() - start


rounds.serve('scikit-learn ' + sklearn.__version__, fold)
