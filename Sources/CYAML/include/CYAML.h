// The system's libyaml.
#ifndef CASEBOOK_CYAML_H
#define CASEBOOK_CYAML_H

#include <yaml.h>

#endif
